import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type JourneyDocument, journeyDocument } from '@wend/engine';
import { Cloud, CloudOff, TriangleAlert } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { read, workspaceClient } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import { Canvas } from '../canvas/canvas.tsx';
import { nothingSeen, SeenContext } from '../form/offered.ts';
import { Inspector } from '../inspector/inspector.tsx';
import { Palette } from '../palette/palette.tsx';
import { usePlacing } from '../palette/placing.ts';
import { Autosave, type SaveState } from './autosave.ts';
import { Conflict } from './conflict.tsx';
import { JourneyContext, nodeTypes, useJourney, useSteps } from './context.ts';
import type { JourneyFacts } from './facts.ts';
import { insertion, placeAfter } from './insert.ts';
import { canvasKeys } from './keys.ts';
import { Outline } from './outline.tsx';
import { PublishButton } from './publish.tsx';
import { makeJourneyStore, type UseJourney } from './store.ts';
import { TopBar } from './top-bar.tsx';

interface Theirs {
  readonly draft: unknown;
  readonly revision: number;
}

/** The draft on the canvas. Every edit is saved a moment later; what is live does not change until it is published. */
export function BuildMode({ facts, draft }: { readonly facts: JourneyFacts; readonly draft: JourneyDocument }) {
  const [store] = useState(() => makeJourneyStore(draft, nodeTypes));
  const [saving, setSaving] = useState<SaveState>('saved');
  const [theirs, setTheirs] = useState<Theirs>();
  const autosave = useAutosave(facts, store, (state, other) => {
    setSaving(state);
    setTheirs(other);
  });
  return (
    <JourneyContext value={store}>
      <div className="journey">
        <BuildBar facts={facts} saving={saving} autosave={autosave} />
        <Workbench store={store} workspaceId={facts.workspaceId} />
        <LiveRegion />
        {theirs && (
          <Conflict
            onMine={() => autosave?.keepMine(theirs.revision)}
            onTheirs={() => {
              store.getState().load(journeyDocument.parse(theirs.draft));
              autosave?.takeTheirs(theirs.revision);
            }}
            onClose={() => setTheirs(undefined)}
          />
        )}
      </div>
    </JourneyContext>
  );
}

function useAutosave(
  { workspaceId, journeyId, revision }: JourneyFacts,
  store: UseJourney,
  show: (state: SaveState, theirs?: Theirs) => void,
): Autosave | undefined {
  const queryClient = useQueryClient();
  const [autosave, setAutosave] = useState<Autosave>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: one autosave for the life of the page, from the revision it was opened at
  useEffect(() => {
    const param = { workspaceId, journeyId };
    const save = async (document: unknown, on: number): Promise<number> => {
      const answer = await read(
        workspaceClient.journeys[':journeyId'].draft.$put({
          param,
          header: { 'if-match': `"${on}"` },
          json: { document: { ...(document as object) } },
        }),
      );
      void queryClient.invalidateQueries({ queryKey: [workspaceId, 'journeys'] });
      return answer.revision;
    };
    const made = new Autosave({ store, revision, save, show });
    setAutosave(made);
    const warn = (event: BeforeUnloadEvent): void => {
      if (made.isDirty) event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => {
      window.removeEventListener('beforeunload', warn);
      void made.flush().finally(() => {
        made.stop();
        void queryClient.invalidateQueries({ queryKey: [workspaceId, 'journey', journeyId] });
      });
    };
  }, []);
  return autosave;
}

function BuildBar({
  facts,
  saving,
  autosave,
}: {
  readonly facts: JourneyFacts;
  readonly saving: SaveState;
  readonly autosave: Autosave | undefined;
}) {
  const name = useJourney(({ document }) => document.name);
  return (
    <TopBar facts={{ ...facts, name }} mode="build" status={<Saved state={saving} />}>
      <PublishButton facts={facts} autosave={autosave} />
    </TopBar>
  );
}

const SAVED: Readonly<Record<SaveState, string>> = {
  saved: 'Saved',
  saving: 'Saving…',
  offline: 'Not saved: trying again',
  conflict: 'Changed by somebody else',
  refused: 'Could not be saved as it is',
};

function Saved({ state }: { readonly state: SaveState }) {
  const Icon = state === 'offline' || state === 'refused' ? CloudOff : Cloud;
  return (
    <span className="muted inline" role="status">
      <Icon size={14} aria-hidden /> {SAVED[state]}
    </span>
  );
}

function Workbench({ store, workspaceId }: { readonly store: UseJourney; readonly workspaceId: string }) {
  const seen = useQuery(queries.schema(workspaceId));
  const document = useJourney((journey) => journey.document);
  const problems = useJourney((journey) => journey.problems);
  const select = useJourney((journey) => journey.select);
  const steps = useSteps(document);
  useEffect(() => {
    usePlacing.setState({
      place: (at, type) => {
        const { document: present, run } = store.getState();
        const command = insertion(present, nodeTypes, at, type);
        if (command && run(command).ok) select(command.id);
      },
    });
    return () => usePlacing.getState().letGo();
  }, [store, select]);
  const insertAfter = (type: string): void => {
    const { document: present, selected } = store.getState();
    usePlacing.getState().place(placeAfter(present, nodeTypes, selected), type);
  };
  const keys = useMemo(
    () =>
      canvasKeys(store, {
        add: () => {
          const { document: present, selected } = store.getState();
          usePlacing
            .getState()
            .open(placeAfter(present, nodeTypes, selected), { left: window.innerWidth / 2 - 120, bottom: 160 });
        },
        edit: () => window.document.querySelector<HTMLElement>('.inspector input, .inspector textarea')?.focus(),
      }),
    [store],
  );
  return (
    <div className="work" data-mode="build">
      <Palette onInsert={insertAfter} />
      <Canvas document={document} steps={steps} isLive={false} onKey={keys}>
        {problems.length > 0 && (
          <button type="button" className="button quiet danger" onClick={() => select(undefined)}>
            <TriangleAlert size={16} aria-hidden /> {problems.length} {problems.length === 1 ? 'problem' : 'problems'}
          </button>
        )}
      </Canvas>
      <Outline />
      <SeenContext value={seen.data ?? nothingSeen}>
        <Inspector />
      </SeenContext>
    </div>
  );
}

function LiveRegion() {
  const said = useJourney((journey) => journey.said);
  return (
    <p className="visually-hidden" aria-live="polite">
      {said}
    </p>
  );
}
