import './live.css';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { ENTRY, type JourneyDocument, journeyDocument } from '@wend/engine';
import { Pause, Pencil, Play } from 'lucide-react';
import { useMemo, useState } from 'react';
import { done, workspaceClient } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import { Canvas } from '../canvas/canvas.tsx';
import { JourneyContext, nameIn, nodeTypes, useSteps } from '../journey/context.ts';
import type { JourneyFacts } from '../journey/facts.ts';
import { canvasKeys } from '../journey/keys.ts';
import { makeJourneyStore, type UseJourney } from '../journey/store.ts';
import { TopBar } from '../journey/top-bar.tsx';
import { useIsNarrow } from '../shell/use-is-narrow.ts';
import { LiveContext, useLiveNumbers } from './context.ts';
import { LivePanel } from './live-panel.tsx';
import { PeoplePanel } from './people-panel.tsx';
import { PersonPanel } from './person-panel.tsx';
import { ResumeDialog } from './resume-dialog.tsx';
import { useStream } from './use-stream.ts';

interface LiveModeProps {
  readonly facts: JourneyFacts;
  readonly running: { readonly versionId: string; readonly document: JourneyDocument };
}

/** People on their way: rivers as wide as their number, and behind each number the people themselves. */
export function LiveMode({ facts, running }: LiveModeProps) {
  const { workspaceId, journeyId } = facts;
  const { run } = useSearch({ from: '/w/$workspaceId/journeys/$journeyId' });
  const followed = useInfiniteQuery({ ...queries.run(workspaceId, run ?? ''), enabled: run !== undefined });
  useStream(workspaceId, journeyId);
  const way = run === undefined ? undefined : followed.data;
  // Whoever entered under another version is shown on that one.
  const versionId = way?.run.versionId ?? running.versionId;
  const document = useMemo(
    () => (way && versionId !== running.versionId ? journeyDocument.parse(way.document) : running.document),
    [way, versionId, running],
  );
  const path = useMemo(() => way && pathOf(way.path), [way]);
  return (
    <div className="journey">
      <TopBar facts={facts} mode="live" status={<Behind />}>
        <LiveActions facts={facts} />
      </TopBar>
      <LiveWork key={versionId} facts={facts} document={document} path={path} />
    </div>
  );
}

interface LiveWorkProps {
  readonly facts: JourneyFacts;
  readonly document: JourneyDocument;
  readonly path: ReadonlySet<string> | undefined;
}

function LiveWork({ facts: { workspaceId, journeyId, version }, document, path }: LiveWorkProps) {
  const { step, run } = useSearch({ from: '/w/$workspaceId/journeys/$journeyId' });
  const navigate = useNavigate({ from: '/w/$workspaceId/journeys/$journeyId' });
  const [store] = useState(() => makeJourneyStore(document, nodeTypes));
  const isNarrow = useIsNarrow();
  const view = useMemo(
    () => ({ isLive: true, path, showPeople: (at: string) => void navigate({ search: { mode: 'live', step: at } }) }),
    [path, navigate],
  );
  return (
    <JourneyContext value={store}>
      <LiveContext value={view}>
        <div className="work" data-mode="live">
          {!isNarrow && (
            <LiveCanvas document={document} store={store} hasFigures={path === undefined} onPeople={view.showPeople} />
          )}
          <aside className="inspector" aria-label="Live">
            {run !== undefined ? (
              <PersonPanel workspaceId={workspaceId} runId={run} document={document} present={version} />
            ) : step !== undefined ? (
              <PeoplePanel
                workspaceId={workspaceId}
                journeyId={journeyId}
                step={step}
                name={step === ENTRY ? 'Everyone who entered' : nameIn(document, step)}
              />
            ) : (
              <LivePanel document={document} />
            )}
          </aside>
        </div>
      </LiveContext>
    </JourneyContext>
  );
}

interface LiveCanvasProps {
  readonly document: JourneyDocument;
  readonly store: UseJourney;
  /** Who follows one person looks at their way, not at figures. */
  readonly hasFigures: boolean;
  readonly onPeople: (step: string) => void;
}

/** Enter on a step shows the people there, as a click on its number does. */
function LiveCanvas({ document, store, hasFigures, onPeople }: LiveCanvasProps) {
  const steps = useSteps(document);
  const keys = useMemo(
    () => canvasKeys(store, { edit: () => onPeople(store.getState().selected ?? ENTRY) }),
    [store, onPeople],
  );
  return <Canvas document={document} steps={steps} isLive hasFigures={hasFigures} onKey={keys} />;
}

interface Turn {
  readonly step: string;
  readonly port?: string | undefined;
  readonly toStep?: string | undefined;
}

/** Steps a person was at, and the ways they took. */
function pathOf(turns: readonly Turn[]): ReadonlySet<string> {
  const ways = turns.flatMap(({ step, port, toStep }) => [step, `${step} ${port}`, ...(toStep ? [toStep] : [])]);
  return new Set([ENTRY, `${ENTRY} next`, ...ways]);
}

/** How far what is shown is behind what came in. */
function Behind() {
  const behindMs = useLiveNumbers(({ figures }) => figures?.matcherBehindMs ?? 0);
  const isConnected = useLiveNumbers((live) => live.isConnected);
  if (!isConnected) return <span className="muted">Connecting…</span>;
  return (
    <span className="muted">{behindMs < 2_000 ? 'Up to now' : `Up to ${Math.round(behindMs / 1_000)} s ago`}</span>
  );
}

function LiveActions({ facts: { workspaceId, journeyId, state } }: { readonly facts: JourneyFacts }) {
  const [isResuming, setIsResuming] = useState(false);
  const queryClient = useQueryClient();
  const pause = useMutation({
    mutationFn: () => done(workspaceClient.journeys[':journeyId'].pause.$post({ param: { workspaceId, journeyId } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: [workspaceId] }),
  });
  return (
    <>
      {state === 'live' && (
        <button type="button" className="button" disabled={pause.isPending} onClick={() => pause.mutate()}>
          <Pause size={16} aria-hidden /> Pause
        </button>
      )}
      {state === 'paused' && (
        <button type="button" className="button primary" onClick={() => setIsResuming(true)}>
          <Play size={16} aria-hidden /> Resume
        </button>
      )}
      <Link
        className="button"
        to="/w/$workspaceId/journeys/$journeyId"
        params={{ workspaceId, journeyId }}
        search={{ mode: 'build' }}
      >
        <Pencil size={16} aria-hidden /> Edit draft
      </Link>
      {pause.isError && (
        <span className="wrong" role="alert">
          {pause.error.message}
        </span>
      )}
      {isResuming && (
        <ResumeDialog workspaceId={workspaceId} journeyId={journeyId} onClose={() => setIsResuming(false)} />
      )}
    </>
  );
}
