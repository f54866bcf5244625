import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { queries } from '../api/queries.ts';
import { BuildTools } from '../canvas/build-tools.tsx';
import { Canvas } from '../canvas/canvas.tsx';
import { nothingSeen, SeenContext } from '../form/offered.ts';
import { Inspector } from '../inspector/inspector.tsx';
import { Palette } from '../palette/palette.tsx';
import { usePlacing } from '../palette/placing.ts';
import { StepList } from '../palette/step-list.tsx';
import { useIsNarrow } from '../shell/use-is-narrow.ts';
import { Conflict } from './conflict.tsx';
import { JourneyContext, nodeTypes, useJourney, useSteps } from './context.ts';
import type { JourneyFacts } from './facts.ts';
import { insertion, placeAfter } from './insert.ts';
import { JourneyActions } from './journey-actions.tsx';
import { canvasKeys, historyKeys } from './keys.ts';
import { Outline } from './outline.tsx';
import { PublishButton } from './publish.tsx';
import { Saved } from './saved.tsx';
import type { UseJourney } from './store.ts';
import { TopBar } from './top-bar.tsx';
import type { Draft } from './use-draft.ts';

/** The draft on the canvas. Every edit is saved a moment later; what is live does not change until it is published. */
export function BuildMode({ facts, draft }: { readonly facts: JourneyFacts; readonly draft: Draft }) {
  /** The revision of theirs about which the question was put aside. */
  const [putAside, setPutAside] = useState<number>();
  const { saving, store } = draft;
  return (
    <JourneyContext value={store}>
      <div className="journey">
        <BuildBar facts={facts} draft={draft} onChoose={() => setPutAside(undefined)} />
        <Workbench store={store} facts={facts} />
        <LiveRegion />
        {saving.kind === 'conflict' && saving.theirs.revision !== putAside && (
          <Conflict
            onMine={() => draft.keepMine(saving.theirs)}
            onTheirs={() => draft.takeTheirs(saving.theirs)}
            onClose={() => setPutAside(saving.theirs.revision)}
          />
        )}
      </div>
    </JourneyContext>
  );
}

interface BuildBarProps {
  readonly facts: JourneyFacts;
  readonly draft: Draft;
  readonly onChoose: () => void;
}

function BuildBar({ facts, draft, onChoose }: BuildBarProps) {
  const name = useJourney(({ document }) => document.name);
  const edits = useJourney((journey) => journey.edits);
  const [published, setPublished] = useState({ version: facts.version, edits });
  if (facts.version !== published.version) setPublished({ version: facts.version, edits });
  const hasChanges = facts.hasChanges || edits !== published.edits;
  return (
    <TopBar
      facts={{ ...facts, name }}
      mode="build"
      status={
        <>
          {facts.version !== undefined && hasChanges && <span className="pill warning">Not published yet</span>}
          <Saved state={draft.saving} onChoose={onChoose} />
        </>
      }
    >
      <PublishButton facts={facts} draft={draft} hasChanges={hasChanges} />
    </TopBar>
  );
}

interface WorkbenchProps {
  readonly store: UseJourney;
  readonly facts: JourneyFacts;
}

function Workbench({ store, facts }: WorkbenchProps) {
  const document = useJourney((journey) => journey.document);
  const seen = useQuery(queries.schema(facts.workspaceId));
  const steps = useSteps(document);
  const isNarrow = useIsNarrow();
  const [isOutline, setIsOutline] = useState(false);
  const { insertAfter, keys } = usePlacingIn(store);
  useEffect(() => {
    const hear = (event: KeyboardEvent): void => historyKeys(store, event);
    window.addEventListener('keydown', hear);
    return () => window.removeEventListener('keydown', hear);
  }, [store]);
  const tools = <BuildTools isOutline={isOutline} onOutline={isNarrow ? undefined : () => setIsOutline(!isOutline)} />;
  return (
    <div className="work" data-mode="build">
      {!isNarrow && <Palette onInsert={insertAfter} />}
      {isNarrow || isOutline ? (
        <Outline>{tools}</Outline>
      ) : (
        <Canvas document={document} steps={steps} isLive={false} onKey={keys}>
          {tools}
        </Canvas>
      )}
      <SeenContext value={seen.data ?? nothingSeen}>
        <Inspector>
          <JourneyActions facts={facts} />
        </Inspector>
      </SeenContext>
      <StepList />
    </div>
  );
}

/** What a + does in this journey, and the keys of its canvas. */
function usePlacingIn(store: UseJourney) {
  useEffect(() => {
    usePlacing.setState({
      place: (at, type) => {
        const { document: present, run, select } = store.getState();
        const command = insertion(present, nodeTypes, at, type);
        if (command && run(command).ok) select(command.id);
      },
    });
    return () => usePlacing.getState().letGo();
  }, [store]);
  return useMemo(() => {
    const afterSelected = () => {
      const { document: present, selected } = store.getState();
      return placeAfter(present, nodeTypes, selected);
    };
    return {
      insertAfter: (type: string): void => usePlacing.getState().place(afterSelected(), type),
      keys: canvasKeys(store, {
        add: () => usePlacing.getState().open(afterSelected(), { left: window.innerWidth / 2 - 120, bottom: 160 }),
        edit: () => window.document.querySelector<HTMLElement>('.inspector input, .inspector textarea')?.focus(),
      }),
    };
  }, [store]);
}

function LiveRegion() {
  const said = useJourney((journey) => journey.said);
  return (
    <p className="visually-hidden" aria-live="polite">
      {said}
    </p>
  );
}
