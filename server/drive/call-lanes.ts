interface Waiting {
  readonly most: number;
  readonly take: (lanes: number) => void;
}

/** So many calls of a node type in flight at a time, and so many starts a second, for all convoys of a process. */
export class CallLanes {
  readonly #rate: number;
  #free: number;
  #nextStartMs = 0;
  /** In the order in which they came. */
  readonly #waiting: Waiting[] = [];

  constructor({ concurrency, rate }: { readonly concurrency: number; readonly rate: number }) {
    this.#free = concurrency;
    this.#rate = rate;
  }

  /** As many lanes as are free, at most so many; waits for one where none is. Each is to be given back. */
  reserve(most: number): Promise<number> {
    return new Promise((take) => {
      this.#waiting.push({ most, take });
      this.#handOut();
    });
  }

  release(lanes: number): void {
    this.#free += lanes;
    this.#handOut();
  }

  /** How long the next call is to wait for its start, by the monotonic clock. */
  startIn(nowMs: number): number {
    const startMs = Math.max(nowMs, this.#nextStartMs);
    this.#nextStartMs = startMs + 1_000 / this.#rate;
    return startMs - nowMs;
  }

  #handOut(): void {
    while (this.#free > 0) {
      const next = this.#waiting.shift();
      if (!next) return;
      const lanes = Math.min(next.most, this.#free);
      this.#free -= lanes;
      next.take(lanes);
    }
  }
}
