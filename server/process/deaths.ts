import { databaseClock } from '../clock/index.ts';

const QUICK_MS = 60_000;
const LONGEST_MS = 30_000;

export interface Death {
  /** Within a minute, this one among them. */
  readonly quick: number;
  /** How long to wait before the next start. */
  readonly delayMs: number;
}

/** How often something died lately. Who dies again and again is started more seldom, and never given up: what it lacks may come back. */
export class Deaths {
  #times: number[] = [];

  note(): Death {
    const now = databaseClock.monotonicMs();
    this.#times = [...this.#times.filter((at) => now - at < QUICK_MS), now];
    const quick = this.#times.length;
    return { quick, delayMs: Math.min(250 * 2 ** quick, LONGEST_MS) };
  }
}
