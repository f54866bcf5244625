import type { ProviderAdapter, ProviderOutcome } from '../../channels/contract.ts';

interface LineSettings {
  /** Calls at one provider account from this process that are in flight or not yet recorded. */
  readonly concurrency: number;
  /** The same where nobody can be asked what became of them: what the death of this process leaves unknown at most. */
  readonly opaque: number;
  /** Failures in a row that open the breaker, and for how long. */
  readonly trips: number;
  readonly openMs: number;
}
export const lineSettings: LineSettings = { concurrency: 150, opaque: 50, trips: 8, openMs: 10_000 };

/** Limiter and circuit breaker of each provider account in this process: a hanging provider holds nobody else's slots. */
export class Lines {
  readonly #lines = new Map<string, Line>();
  readonly #settings: LineSettings;
  readonly #monotonicMs: () => number;

  constructor(monotonicMs: () => number, settings: LineSettings = lineSettings) {
    this.#monotonicMs = monotonicMs;
    this.#settings = settings;
  }

  to(providerId: string, honesty: ProviderAdapter['honesty']): Line {
    const { concurrency, opaque, ...breaker } = this.#settings;
    const settings = { ...breaker, concurrency: honesty === 'opaque' ? opaque : concurrency };
    const line = this.#lines.get(providerId) ?? new Line(settings, this.#monotonicMs);
    this.#lines.set(providerId, line);
    return line;
  }
}

interface Waiter {
  /** Slots it waits for. */
  readonly enough: number;
  readonly begin: () => void;
}
/** A line whose calls have not ended for so long hangs. */
const STUCK_MS = 1_000;

export class Line {
  /** Calls under way, and slots kept for calls that are about to be. */
  #inFlight = 0;
  #failures = 0;
  #openUntil = 0;
  /** When a slot was last given back, by the monotonic clock. */
  #movedMs: number;
  readonly #waiting: Waiter[] = [];
  readonly #settings: Omit<LineSettings, 'opaque'>;
  readonly #monotonicMs: () => number;

  constructor(settings: Omit<LineSettings, 'opaque'>, monotonicMs: () => number) {
    this.#settings = settings;
    this.#monotonicMs = monotonicMs;
    this.#movedMs = monotonicMs();
  }

  /** Keeps up to so many slots and answers how many: each is given back by `release`. */
  reserve(most: number): number {
    const count = Math.min(most, this.#free);
    if (this.#inFlight === 0) this.#movedMs = this.#monotonicMs();
    this.#inFlight += count;
    return count;
  }

  /**
   * The same, but waits up to `ms` where less than half of the line is free, since a chunk of few costs the database what one of many does.
   * First come, first served; what hangs is not waited for.
   */
  reserveSoon(most: number, ms: number): Promise<number> {
    const enough = Math.min(most, Math.ceil(this.#settings.concurrency / 2));
    const isNext = this.#waiting.length === 0 && this.#free >= enough;
    if (isNext || ms <= 0 || this.#isStuck) return Promise.resolve(this.reserve(most));
    return new Promise((resolve) => {
      const waiter: Waiter = {
        enough,
        begin: () => {
          clearTimeout(timer);
          this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
          resolve(this.reserve(most));
        },
      };
      const timer = setTimeout(waiter.begin, ms);
      this.#waiting.push(waiter);
    });
  }

  /** For calls that are not to wait for a free slot: what became of a message whose answer was lost. */
  exceed(count: number): void {
    this.#inFlight += count;
  }

  release(count = 1): void {
    this.#inFlight -= count;
    this.#movedMs = this.#monotonicMs();
    for (let [next] = this.#waiting; next && this.#free >= next.enough; [next] = this.#waiting) next.begin();
  }

  get #isStuck(): boolean {
    return this.#failures >= this.#settings.trips || this.#monotonicMs() - this.#movedMs > STUCK_MS;
  }

  /** One probe passes when an open breaker has waited long enough. */
  get #free(): number {
    if (this.#failures < this.#settings.trips) return Math.max(0, this.#settings.concurrency - this.#inFlight);
    return this.#monotonicMs() >= this.#openUntil && this.#inFlight === 0 ? 1 : 0;
  }

  /** In a slot that was kept for it, and is kept until the outcome is recorded. */
  async call(send: () => Promise<ProviderOutcome>): Promise<ProviderOutcome> {
    const outcome = await send();
    this.#learn(outcome.kind === 'accepted' || outcome.kind === 'rejected');
    return outcome;
  }

  #learn(answered: boolean): void {
    this.#failures = answered ? 0 : this.#failures + 1;
    if (this.#failures >= this.#settings.trips) this.#openUntil = this.#monotonicMs() + this.#settings.openMs;
  }
}
