import { Refused } from '../api/client.ts';
import type { UseJourney } from './store.ts';

export type SaveState = 'saved' | 'saving' | 'offline' | 'conflict' | 'refused';

export interface AutosaveParts {
  readonly store: UseJourney;
  /** The revision the draft was loaded at. */
  readonly revision: number;
  /** Saves a document on top of a revision; answers the new one. */
  readonly save: (document: unknown, revision: number) => Promise<number>;
  readonly show: (state: SaveState, theirs?: { readonly draft: unknown; readonly revision: number }) => void;
}

const QUIET_MS = 800;
const LONGEST_MS = 5_000;
const AGAIN_MS = 3_000;

/** Saves the draft a moment after the last edit. An answer only moves the revision on: it never writes the document. */
export class Autosave {
  readonly #parts: AutosaveParts;
  #revision: number;
  #savedEdits: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waitingSince: number | undefined;
  #isSaving = false;
  /** Until somebody has chosen between the two drafts, nothing is sent. */
  #isHeld = false;
  readonly #unsubscribe: () => void;

  constructor(parts: AutosaveParts) {
    this.#parts = parts;
    this.#revision = parts.revision;
    this.#savedEdits = parts.store.getState().edits;
    this.#unsubscribe = parts.store.subscribe(({ edits }, before) => {
      if (edits !== before.edits) this.#plan();
    });
  }

  get revision(): number {
    return this.#revision;
  }

  /** Ours wins: the next save goes on top of theirs. */
  keepMine(revision: number): void {
    this.#isHeld = false;
    this.#revision = revision;
    this.#savedEdits = -1;
    this.#plan(0);
  }

  takeTheirs(revision: number): void {
    this.#isHeld = false;
    this.#revision = revision;
    this.#savedEdits = this.#parts.store.getState().edits;
    this.#parts.show('saved');
  }

  /** Saves what is not saved yet, at once. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    while (this.#isSaving) await new Promise((resolve) => setTimeout(resolve, 20));
    await this.#save();
  }

  /** True while something of the author's is not with the server yet. */
  get isDirty(): boolean {
    return this.#parts.store.getState().edits !== this.#savedEdits;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#unsubscribe();
  }

  #plan(delayMs = QUIET_MS): void {
    if (this.#isHeld) return;
    this.#parts.show('saving');
    const now = Date.now();
    this.#waitingSince ??= now;
    clearTimeout(this.#timer);
    const left = Math.max(0, this.#waitingSince + LONGEST_MS - now);
    this.#timer = setTimeout(() => void this.#save(), Math.min(delayMs, left));
  }

  async #save(): Promise<void> {
    const { edits, document } = this.#parts.store.getState();
    if (this.#isSaving || this.#isHeld || edits === this.#savedEdits) return;
    this.#isSaving = true;
    this.#waitingSince = undefined;
    try {
      this.#revision = await this.#parts.save(document, this.#revision);
      this.#savedEdits = edits;
      this.#parts.show('saved');
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#isSaving = false;
    }
    // What was edited while this was under way is saved next; nothing of it is lost.
    if (this.#parts.store.getState().edits !== edits) this.#plan();
  }

  #fail(error: unknown): void {
    const { draft, revision } = error instanceof Refused ? error.detail : {};
    if (error instanceof Refused && error.status === 412 && typeof revision === 'number') {
      this.#isHeld = true;
      return this.#parts.show('conflict', { draft, revision });
    }
    // What the server will never take is not sent again as it is; the next edit is another try.
    if (error instanceof Refused && error.status >= 400 && error.status < 500) return this.#parts.show('refused');
    this.#parts.show('offline');
    this.#timer = setTimeout(() => void this.#save(), AGAIN_MS);
  }
}
