import { canonicalJson, type JourneyDocument, journeyDocument } from '@wend/engine';
import { Refused } from '../api/client.ts';
import { pageTimers, type Timers } from './timers.ts';

/** Somebody else's draft that stands where ours was to go. */
export interface Theirs {
  readonly draft: unknown;
  readonly revision: number;
}
export type SaveState =
  | { readonly kind: 'saved' | 'saving' | 'offline' }
  | { readonly kind: 'conflict'; readonly theirs: Theirs }
  /** It will not be taken as it is. */
  | { readonly kind: 'refused'; readonly why: string };

interface Edited {
  readonly document: JourneyDocument;
  /** Raised with every edit. */
  readonly edits: number;
}

interface AutosaveParts {
  readonly store: {
    getState(): Edited;
    subscribe(hear: (now: Edited, before: Edited) => void): () => void;
  };
  /** The revision the draft was loaded at. */
  readonly revision: number;
  /** Saves a document on top of a revision; answers the new one. */
  readonly save: (document: JourneyDocument, revision: number) => Promise<number>;
  readonly show: (state: SaveState) => void;
  readonly timers?: Timers;
}

const QUIET_MS = 800;
const LONGEST_MS = 5_000;
const AGAIN_MS = 3_000;

/** Saves the draft a moment after the last edit. An answer only moves the revision on: it never writes the document. */
export class Autosave {
  readonly #parts: AutosaveParts;
  readonly #timers: Timers;
  readonly #unsubscribe: () => void;
  #revision: number;
  #savedEdits: number;
  #callOff: () => void = () => {};
  /** Since when something has been waiting to be saved. */
  #waitingSince: number | undefined;
  #running: Promise<void> | undefined;
  /** What was sent without hearing whether it arrived. */
  #unheard: Edited | undefined;
  /** Until somebody has chosen between the two drafts, nothing is sent. */
  #isHeld = false;
  #isStuck = false;
  #closed: () => void = () => {};

  constructor(parts: AutosaveParts) {
    this.#parts = parts;
    this.#timers = parts.timers ?? pageTimers;
    this.#revision = parts.revision;
    this.#savedEdits = parts.store.getState().edits;
    this.#unsubscribe = parts.store.subscribe(({ edits }, before) => {
      if (edits !== before.edits) this.#plan();
    });
  }

  get revision(): number {
    return this.#revision;
  }

  /** True while something of the author's is not with the server yet. */
  get isDirty(): boolean {
    return this.#parts.store.getState().edits !== this.#savedEdits;
  }

  /** Ours wins: the next save goes on top of theirs. */
  keepMine({ revision }: Theirs): void {
    this.#isHeld = false;
    this.#revision = revision;
    this.#savedEdits = -1;
    void this.flush();
  }

  /** Theirs stands in the store by now: there is nothing to save. */
  takeTheirs({ revision }: Theirs): void {
    this.#isHeld = false;
    this.#revision = revision;
    this.#savedEdits = this.#parts.store.getState().edits;
    this.#parts.show({ kind: 'saved' });
  }

  /** Saves what is not saved yet, at once; answers whether all of it is with the server now. */
  async flush(): Promise<boolean> {
    this.#callOff();
    // What is under way may be of an earlier edit: then once more.
    await this.#running;
    if (this.isDirty) await this.#save();
    return !this.isDirty;
  }

  /** The page is left: what is unsaved still goes, and is tried until it is with the server or will not be taken. */
  async close(): Promise<void> {
    this.#unsubscribe();
    const done = new Promise<void>((resolve) => {
      this.#closed = resolve;
    });
    await this.flush();
    if (this.isDirty && !this.#isStuck) await done;
    this.#callOff();
  }

  #plan(): void {
    if (this.#isHeld) return;
    this.#isStuck = false;
    this.#parts.show({ kind: 'saving' });
    const now = this.#timers.now();
    this.#waitingSince ??= now;
    this.#later(Math.min(QUIET_MS, Math.max(0, this.#waitingSince + LONGEST_MS - now)));
  }

  #later(ms: number): void {
    this.#callOff();
    this.#callOff = this.#timers.after(ms, () => void this.#save());
  }

  /** One at a time: the next one needs the revision that this one answers. */
  #save(): Promise<void> {
    if (this.#isHeld) return Promise.resolve();
    this.#running ??= this.#send().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #send(): Promise<void> {
    const sent = this.#parts.store.getState();
    this.#waitingSince = undefined;
    try {
      this.#taken(sent, await this.#parts.save(sent.document, this.#revision));
    } catch (error) {
      this.#fail(error, sent);
    }
  }

  #taken({ edits }: Edited, revision: number): void {
    this.#revision = revision;
    this.#savedEdits = edits;
    this.#unheard = undefined;
    // What was edited while this was under way is saved next; nothing of it is lost.
    if (this.isDirty) return this.#plan();
    this.#parts.show({ kind: 'saved' });
    this.#closed();
  }

  #fail(error: unknown, sent: Edited): void {
    const { draft, revision } = error instanceof Refused ? error.detail : {};
    if (error instanceof Refused && error.status === 412 && typeof revision === 'number') {
      // A save of ours whose answer was lost is nobody else's change.
      if (this.#unheard && isSame(this.#unheard.document, draft)) return this.#taken(this.#unheard, revision);
      this.#isHeld = true;
      this.#callOff();
      return this.#stick({ kind: 'conflict', theirs: { draft, revision } });
    }
    // What the server will never take is not sent again as it is; the next edit is another try.
    if (error instanceof Refused && !error.isPassing) return this.#stick({ kind: 'refused', why: error.message });
    this.#unheard = sent;
    this.#parts.show({ kind: 'offline' });
    this.#later(AGAIN_MS);
  }

  /** Asking again alone does not help: somebody has to choose, or to write something else. */
  #stick(state: SaveState): void {
    this.#isStuck = true;
    this.#parts.show(state);
    this.#closed();
  }
}

function isSame(ours: JourneyDocument, theirs: unknown): boolean {
  const parsed = journeyDocument.safeParse(theirs);
  return parsed.success && canonicalJson({ ...ours }) === canonicalJson({ ...parsed.data });
}
