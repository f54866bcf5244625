import type { JourneyDocument } from '@wend/engine';
import { LRUCache } from 'lru-cache';
import type { QueueStage } from '../tables/index.ts';

/** Rows this far behind the newest one that was done are looked for at every look; older ones at the full look. */
const SLACK = 2_000;
const FULL_LOOK_MS = 2_000;

/**
 * Where reading of the queue begins. The index holds the dead of all that was done, as long as anyone has an old snapshot open; so a
 * look starts at a floor, and a full look now and then finds what was committed late, with a low number.
 */
export class Floor {
  #floor = 0;
  #fullAt = Number.NEGATIVE_INFINITY;

  /** The lowest place to look at, at this moment of a monotonic clock. */
  from(nowMs: number): number {
    if (nowMs - this.#fullAt < FULL_LOOK_MS) return this.#floor;
    this.#fullAt = nowMs;
    return 0;
  }

  done(seqs: readonly number[]): void {
    this.#floor = Math.max(this.#floor, seqs.reduce((max, seq) => Math.max(max, seq), 0) - SLACK);
  }

  /** There is something at this place, or lower. */
  reopen(seqs: readonly number[]): void {
    this.#floor = Math.min(
      this.#floor,
      seqs.reduce((min, seq) => Math.min(min, seq), Number.POSITIVE_INFINITY),
    );
  }
}

/** What a process remembers between batches. All of it may be forgotten. */
export interface MatcherMemory {
  readonly floors: Readonly<Record<QueueStage, Floor>>;
  /** Documents by version; a version never changes. */
  readonly documents: LRUCache<string, JourneyDocument>;
  /** Names that the pickers know already. */
  readonly seenNames: LRUCache<string, true>;
}

export function aMatcherMemory(): MatcherMemory {
  return {
    floors: { learn: new Floor(), match: new Floor() },
    documents: new LRUCache({ max: 2_000 }),
    seenNames: new LRUCache({ max: 20_000, ttl: 10 * 60_000 }),
  };
}
