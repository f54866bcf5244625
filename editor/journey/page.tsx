import './journey.css';
import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { journeyDocument } from '@wend/engine';
import { useMemo, useState } from 'react';
import { queries } from '../api/queries.ts';
import { LiveMode } from '../live/live-mode.tsx';
import { Loaded } from '../shell/states.tsx';
import { useTitle } from '../shell/use-title.ts';
import { BuildMode } from './build-mode.tsx';
import type { JourneyFacts } from './facts.ts';
import { HistoryMode } from './history-mode.tsx';
import { useDraft } from './use-draft.ts';

/** One journey, to be built, watched, or looked back on. */
export function JourneyPage() {
  const { workspaceId, journeyId } = useParams({ from: '/w/$workspaceId/journeys/$journeyId' });
  const query = useQuery({ ...queries.journey(workspaceId, journeyId), refetchOnMount: 'always' });
  useTitle(query.data?.name ?? 'Journey');
  // What is remembered of an earlier visit may be older than what was saved at its end.
  const asked = query.isFetchedAfterMount ? query : { ...query, data: undefined };
  return (
    <Loaded query={asked}>
      {({ live, name, state, revision, hasChanges, draft }) => (
        <OpenJourney
          key={journeyId}
          facts={{ workspaceId, journeyId, name, state, revision, hasChanges, version: live?.number }}
          draft={draft}
          live={live}
        />
      )}
    </Loaded>
  );
}

interface OpenJourneyProps {
  readonly facts: JourneyFacts;
  /** Documents as the server sent them. */
  readonly draft: unknown;
  readonly live: { readonly versionId: string; readonly document: unknown } | undefined;
}

function OpenJourney({ facts, draft: sent, live }: OpenJourneyProps) {
  const { mode = 'build' } = useSearch({ from: '/w/$workspaceId/journeys/$journeyId' });
  const [opened] = useState(() => journeyDocument.parse(sent));
  const draft = useDraft(facts, opened);
  const running = useMemo(
    () => live && { versionId: live.versionId, document: journeyDocument.parse(live.document) },
    [live],
  );
  if (mode === 'live' && running) return <LiveMode facts={facts} running={running} />;
  if (mode === 'history') return <HistoryMode facts={facts} />;
  return <BuildMode facts={facts} draft={draft} />;
}
