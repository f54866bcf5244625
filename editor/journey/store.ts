import {
  type Applied,
  apply,
  type Command,
  type JourneyDocument,
  type NodeTypes,
  type Problem,
  validate,
} from '@wend/engine';
import { create } from 'zustand';

interface Entry {
  readonly label: string;
  readonly back: Command;
  readonly again: Command;
  /** Edits of one field in a row are one entry; this says which field and when. */
  readonly merge?: { readonly key: string; readonly at: number } | undefined;
}

/** A field of a step, of the entry, or of the journey as a whole. */
export type Sought = Pick<Problem, 'step' | 'field'>;

export interface JourneyStore {
  readonly document: JourneyDocument;
  readonly problems: readonly Problem[];
  readonly past: readonly Entry[];
  readonly future: readonly Entry[];
  /** Raised with every edit; autosave saves up to it. */
  readonly edits: number;
  readonly selected: string | undefined;
  /** Where somebody was led to last: the form shows this field. */
  readonly sought: Sought | undefined;
  /** A sentence for the live region, and for whoever tried what cannot be done. */
  readonly said: string;
  select(id: string | undefined): void;
  /** Leads to a step and to the field of it that is meant. */
  seek(sought: Sought): void;
  run(command: Command, merge?: string): Applied;
  undo(): void;
  redo(): void;
  /** The server's draft takes the place of ours: at the start, and where somebody chose theirs. */
  load(document: JourneyDocument): void;
}

const MOST_ENTRIES = 200;
const MERGE_MS = 800;

/** The journey being edited. Everything that changes it is a command with its inverse; selection is never part of it. */
export function makeJourneyStore(document: JourneyDocument, nodeTypes: NodeTypes, now: () => number = Date.now) {
  return create<JourneyStore>((set, get) => ({
    document,
    problems: validate(document, nodeTypes),
    past: [],
    future: [],
    edits: 0,
    selected: undefined,
    sought: undefined,
    said: '',

    select: (selected) => set({ selected }),
    seek: (sought) => set({ selected: sought.step, sought: { ...sought } }),

    run(command, mergeKey) {
      const { document: before, past, edits } = get();
      const applied = apply(before, command, nodeTypes);
      if (!applied.ok) {
        set({ said: applied.problem.sentence });
        return applied;
      }
      const merge = mergeKey === undefined ? undefined : { key: mergeKey, at: now() };
      const last = past.at(-1);
      const isSame = merge && last?.merge?.key === merge.key && merge.at - last.merge.at < MERGE_MS;
      const entry: Entry = {
        label: applied.label,
        back: isSame && last ? last.back : applied.inverse,
        again: command,
        merge,
      };
      set({
        document: applied.document,
        problems: validate(applied.document, nodeTypes),
        past: [...(isSame ? past.slice(0, -1) : past), entry].slice(-MOST_ENTRIES),
        future: [],
        edits: edits + 1,
        said: applied.label,
      });
      return applied;
    },

    undo() {
      const { document: before, past, future, edits } = get();
      const entry = past.at(-1);
      const applied = entry && apply(before, entry.back, nodeTypes);
      if (!entry || !applied?.ok) return;
      const redone = { ...entry, again: applied.inverse, merge: undefined };
      set({
        ...afterStep(applied.document, edits),
        past: past.slice(0, -1),
        future: [...future, redone],
        said: `Undone: ${entry.label}`,
      });
    },

    redo() {
      const { document: before, past, future, edits } = get();
      const entry = future.at(-1);
      const applied = entry && apply(before, entry.again, nodeTypes);
      if (!entry || !applied?.ok) return;
      const undone = { ...entry, back: applied.inverse };
      set({
        ...afterStep(applied.document, edits),
        past: [...past, undone],
        future: future.slice(0, -1),
        said: `Done again: ${entry.label}`,
      });
    },

    load: (loaded) => set({ document: loaded, problems: validate(loaded, nodeTypes), past: [], future: [] }),
  }));

  function afterStep(changed: JourneyDocument, edits: number) {
    return { document: changed, problems: validate(changed, nodeTypes), edits: edits + 1 };
  }
}
export type UseJourney = ReturnType<typeof makeJourneyStore>;
