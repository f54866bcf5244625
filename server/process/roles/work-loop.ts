/** Works while there is work, rests while there is none, and looks again when it is told or a second has passed. */
export class WorkLoop {
  readonly #work: () => Promise<number>;
  /** A batch of fewer has seen everything that was there. */
  readonly #full: number;
  readonly #onError: (error: unknown) => void;
  #stopped = false;
  #isHinted = false;
  #wake: () => void = () => {};
  #running: Promise<void> = Promise.resolve();

  constructor(work: () => Promise<number>, full: number, onError: (error: unknown) => void) {
    this.#work = work;
    this.#full = full;
    this.#onError = onError;
  }

  hint(): void {
    this.#isHinted = true;
    this.#wake();
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      this.#isHinted = false;
      const done = await this.#work().catch((error: unknown) => {
        this.#onError(error);
        return 0;
      });
      if (done < this.#full && !this.#isHinted && !this.#stopped) await this.#rest();
    }
  }

  #rest(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, 1_000);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
