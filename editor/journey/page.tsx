import './journey.css';
import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { journeyDocument } from '@wend/engine';
import { queries } from '../api/queries.ts';
import { LiveMode } from '../live/live-mode.tsx';
import { Loaded } from '../shell/states.tsx';
import { BuildMode } from './build-mode.tsx';
import { HistoryMode } from './history-mode.tsx';

/** One journey, to be built, watched, or looked back on. */
export function JourneyPage() {
  const { workspaceId, journeyId } = useParams({ from: '/w/$workspaceId/journeys/$journeyId' });
  const { mode = 'build' } = useSearch({ from: '/w/$workspaceId/journeys/$journeyId' });
  const query = useQuery(queries.journey(workspaceId, journeyId));
  return (
    <Loaded query={query}>
      {(journey) => {
        const draft = journeyDocument.parse(journey.draft);
        const live =
          journey.live === undefined
            ? undefined
            : { ...journey.live, document: journeyDocument.parse(journey.live.document) };
        const facts = {
          workspaceId,
          journeyId,
          name: journey.name,
          state: journey.state,
          revision: journey.revision,
          hasChanges: journey.hasChanges,
          version: journey.live?.number,
        };
        if (mode === 'live' && live)
          return <LiveMode key={`live ${journeyId} ${live.versionId}`} facts={facts} document={live.document} />;
        if (mode === 'history') return <HistoryMode facts={facts} />;
        return <BuildMode key={`build ${journeyId}`} facts={facts} draft={draft} />;
      }}
    </Loaded>
  );
}
