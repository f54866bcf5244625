import { LRUCache } from 'lru-cache';

export interface Limit {
  /** Requests a second, on average. */
  readonly rate: number;
  /** Requests at once. */
  readonly burst: number;
}

/** How many requests a key or an address may make (GCRA: one number a caller). Of this process; the longest idle are forgotten first. */
export class RateLimit {
  readonly #nextFree = new LRUCache<string, number>({ max: 50_000 });
  readonly #limit: Limit;
  readonly #nowMs: () => number;

  constructor(limit: Limit, nowMs: () => number) {
    this.#limit = limit;
    this.#nowMs = nowMs;
  }

  /** 0 where the request may pass, else after how many seconds one may. */
  take(caller: string): number {
    const now = this.#nowMs();
    const interval = 1_000 / this.#limit.rate;
    const free = Math.max(this.#nextFree.get(caller) ?? 0, now);
    const waitMs = free - now - interval * (this.#limit.burst - 1);
    if (waitMs > 0) return Math.max(1, Math.ceil(waitMs / 1_000));
    this.#nextFree.set(caller, free + interval);
    return 0;
  }
}
