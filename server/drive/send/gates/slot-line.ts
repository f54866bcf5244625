import type { Instant } from '@wend/engine';

/** Slots one after another at a rate; after a pause the first `burst` are free together (GCRA, as in ITU-T I.371). */
export class SlotLine {
  readonly #intervalMs: number;
  readonly #toleranceMs: number;
  #freeAt: number;

  /** `freeAt` is what an earlier line has left, in milliseconds with a fraction; `rate` is slots a second. */
  constructor(
    freeAt: number,
    { rate, burst, now }: { readonly rate: number; readonly burst: number; readonly now: Instant },
  ) {
    this.#intervalMs = 1_000 / rate;
    this.#toleranceMs = (burst - 1) * this.#intervalMs;
    this.#freeAt = Math.max(freeAt, now);
  }

  /** To be kept for the next line. */
  get freeAt(): number {
    return this.#freeAt;
  }

  /** When the next slot is; in the past where it is free. */
  get next(): Instant {
    return Math.floor(this.#freeAt - this.#toleranceMs);
  }

  take(): Instant {
    const slot = this.next;
    this.#freeAt += this.#intervalMs;
    return slot;
  }
}
