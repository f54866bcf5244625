/** Works while there is work, rests while there is none, and looks again when it is told or a second has passed. */
export class WorkLoop {
  readonly #work: () => Promise<number>;
  readonly #onError: (error: unknown) => void;
  #stopped = false;
  #isHinted = false;
  #wake: () => void = () => {};
  #running: Promise<void> = Promise.resolve();

  constructor(work: () => Promise<number>, onError: (error: unknown) => void) {
    this.#work = work;
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
      if (done === 0 && !this.#isHinted && !this.#stopped) await this.#rest();
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
