import { type FreshClone, freshClone } from '../../harness/fresh-clone.ts';
import { startWend } from './start-wend.ts';

/** A clone of what was last committed here, in the hands of a user with an empty home. */
export class Clone {
  readonly #fresh: FreshClone;
  #isStarted = false;

  private constructor(fresh: FreshClone) {
    this.#fresh = fresh;
  }

  static async make(dir: string): Promise<Clone> {
    return new Clone(await freshClone(dir));
  }

  /** Seconds from nothing to the printed address; once. */
  async firstStart(): Promise<number> {
    this.#isStarted = true;
    return this.#start();
  }

  /** Sees to it that a later start has nothing left to bring. */
  async beStarted(): Promise<void> {
    if (!this.#isStarted) await this.firstStart();
  }

  /** Seconds from `npm start` to the printed address where everything is there already. */
  laterStart(): Promise<number> {
    return this.#start();
  }

  async #start(): Promise<number> {
    const { started, seconds } = await startWend(['npm', 'start'], this.#fresh.clone, this.#fresh.env);
    await started.interrupt();
    return seconds;
  }
}
