import type { Child, Exit } from './child.ts';
import { Deaths } from './deaths.ts';
import type { Living, Service } from './services.ts';

/** A service of ours, kept alive: after a death it starts again at the same place, over the same files. */
export class KeptService {
  readonly #again: (() => Promise<Living>) | undefined;
  readonly #say: (line: string) => void;
  readonly #deaths = new Deaths();
  #living: Living;
  #stopping = false;
  #starting: Promise<void> = Promise.resolve();
  #next: NodeJS.Timeout | undefined;

  constructor(service: Service, say: (line: string) => void) {
    this.#living = service;
    this.#again = service.again;
    this.#say = say;
    this.#watch(service);
  }

  /** Also while it starts again: what is launched only afterwards would outlive everything. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#next);
    await this.#starting;
    await this.#living.stop();
  }

  #watch({ child }: Living): void {
    void child?.exited.then((exit) => this.#onEnd(child, `died (${wordsOf(exit)})`));
  }

  #onEnd(child: Child, how: string): void {
    if (this.#stopping) return;
    const { delayMs } = this.#deaths.note();
    this.#say(`${child.name} ${how} and starts again in ${delayMs / 1000} s.`);
    this.#next = setTimeout(() => (this.#starting = this.#start(child)), delayMs);
  }

  async #start(gone: Child): Promise<void> {
    try {
      const living = await this.#again?.();
      if (!living) return;
      this.#living = living;
      this.#watch(living);
      this.#say(`${gone.name} is back.`);
    } catch (error) {
      this.#onEnd(gone, `could not be started (${error instanceof Error ? error.message : String(error)})`);
    }
  }
}

const wordsOf = ({ code, signal }: Exit): string => signal ?? `exit code ${code}`;
