import type { ProviderOutcome } from '../../channels/contract.ts';

interface LineSettings {
  /** Calls in flight at one provider account from this process. */
  readonly concurrency: number;
  /** Failures in a row that open the breaker, and for how long. */
  readonly trips: number;
  readonly openMs: number;
}
export const lineSettings: LineSettings = { concurrency: 100, trips: 8, openMs: 10_000 };

/** Limiter and circuit breaker of each provider account in this process: a hanging provider holds nobody else's slots. */
export class Lines {
  readonly #lines = new Map<string, Line>();
  readonly #settings: LineSettings;
  readonly #monotonicMs: () => number;

  constructor(monotonicMs: () => number, settings: LineSettings = lineSettings) {
    this.#monotonicMs = monotonicMs;
    this.#settings = settings;
  }

  to(providerId: string): Line {
    const line = this.#lines.get(providerId) ?? new Line(this.#settings, this.#monotonicMs);
    this.#lines.set(providerId, line);
    return line;
  }
}

class Line {
  #inFlight = 0;
  #failures = 0;
  #openUntil = 0;
  readonly #settings: LineSettings;
  readonly #monotonicMs: () => number;

  constructor(settings: LineSettings, monotonicMs: () => number) {
    this.#settings = settings;
    this.#monotonicMs = monotonicMs;
  }

  /** How many calls may start now. One probe passes when an open breaker has waited long enough. */
  get free(): number {
    if (this.#failures < this.#settings.trips) return Math.max(0, this.#settings.concurrency - this.#inFlight);
    return this.#monotonicMs() >= this.#openUntil && this.#inFlight === 0 ? 1 : 0;
  }

  async call(send: () => Promise<ProviderOutcome>): Promise<ProviderOutcome> {
    this.#inFlight += 1;
    try {
      const outcome = await send();
      this.#learn(outcome.kind === 'accepted' || outcome.kind === 'rejected');
      return outcome;
    } finally {
      this.#inFlight -= 1;
    }
  }

  #learn(answered: boolean): void {
    this.#failures = answered ? 0 : this.#failures + 1;
    if (this.#failures >= this.#settings.trips) this.#openUntil = this.#monotonicMs() + this.#settings.openMs;
  }
}
