/** How long a stage that found nothing waits for a hint before it looks anyway. */
const IDLE_LOOK_MS = 1_000;
/** After a batch that was not full: another process may have held a partition, or an event have failed and be tried again. */
const SOON_LOOK_MS = 100;
const AFTER_ERROR_MS = 1_000;

export interface StageLoopParts {
  /** One batch; answers how many events it dealt with. */
  readonly once: () => Promise<number>;
  /** A batch of fewer has seen all that was there and free. */
  readonly full: number;
  /** Told of each batch that dealt with any. */
  readonly onDone?: (() => void) | undefined;
  readonly onError: (error: unknown) => void;
}

/** Works one batch after another as long as they are full; rests until it is hinted at, or looks now and then. */
export class StageLoop {
  readonly #parts: StageLoopParts;
  #wake: (() => void) | undefined;
  #isHinted = false;
  #isStopping = false;
  #running: Promise<void> | undefined;

  constructor(parts: StageLoopParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  hint(): void {
    this.#isHinted = true;
    this.#wake?.();
  }

  /** Resolves when the batch under way is committed. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#wake?.();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#isStopping) {
      this.#isHinted = false;
      try {
        const done = await this.#parts.once();
        if (done > 0) this.#parts.onDone?.();
        if (done < this.#parts.full) await this.#rest(done > 0 ? SOON_LOOK_MS : IDLE_LOOK_MS);
      } catch (error) {
        this.#parts.onError(error);
        await this.#rest(AFTER_ERROR_MS);
      }
    }
  }

  #rest(ms: number): Promise<void> {
    if (this.#isHinted || this.#isStopping) return Promise.resolve();
    return new Promise((rested) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#wake = undefined;
        rested();
      };
      const timer = setTimeout(done, ms);
      this.#wake = done;
    });
  }
}
