import type { Clock } from '../clock/index.ts';

/** Beats at each turn of a loop that went well: a loop that hangs or fails falls silent. */
export class Pulse {
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  #lastMs: number;

  constructor(clock: Pick<Clock, 'monotonicMs'>) {
    this.#clock = clock;
    this.#lastMs = clock.monotonicMs();
  }

  readonly beat = (): void => {
    this.#lastMs = this.#clock.monotonicMs();
  };

  get silentMs(): number {
    return this.#clock.monotonicMs() - this.#lastMs;
  }
}
