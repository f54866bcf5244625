import type { Instant, JourneyId } from '@wend/engine';
import type { Context } from '../access/index.ts';
import { newId } from '../ids/index.ts';
import { type Activity, type Happened, happenedSince, withPeople } from './activity.ts';

/** A row may be committed this long after the instant that it carries, and is told all the same. */
export const GRACE_MS = 60_000;
/** Whoever comes back after longer is told what happens from then on. */
const LONGEST_GAP_MS = 3_600_000;
const AT_ONCE = 200;
/** More than this within the grace nobody reads, and no feed remembers: it goes on with what happens from then on. */
export const MOST = 5_000;

interface Told {
  readonly n: number;
  readonly noted: Instant;
}

/** An item of the feed, with the place that whoever comes back names. */
export interface FeedItem {
  readonly place: string;
  readonly activity: Activity;
}

/**
 * What happens in a journey, each row once. Rows become visible out of order, since each carries an instant from before its commit: so
 * every look goes back over the last minute, and what was told of it is remembered by id.
 */
export class ActivityFeed {
  readonly id = newId();
  readonly journeyId: JourneyId;
  readonly #told: Map<string, Told>;
  #n = 0;
  /** Everything that was noted by then and committed within the grace is told. */
  #seenTo: Instant;
  /** Nothing from before it is told: there was too much of it. */
  #floor: Instant;

  private constructor(journeyId: JourneyId, seenTo: Instant, told: ReadonlyMap<string, Told>, floor = 0) {
    this.journeyId = journeyId;
    this.#seenTo = seenTo;
    this.#told = new Map(told);
    this.#floor = floor;
  }

  /** From now on. What can be seen already is taken as told; what is only being committed is news. */
  static async fromNow(context: Context, journeyId: JourneyId): Promise<ActivityFeed> {
    const now = await context.clock.now(context.db);
    const known = await happenedSince(context, journeyId, now - GRACE_MS, MOST + 1);
    if (known.length > MOST) return new ActivityFeed(journeyId, now, new Map(), now);
    const told = known.map((row) => [row.id, { n: 0, noted: Number(row.noted) }] as const);
    return new ActivityFeed(journeyId, now, new Map(told));
  }

  /** From an instant on, where nobody remembers what was told: what was noted within the grace before it may be told again. */
  static async since(context: Context, journeyId: JourneyId, seenTo: Instant): Promise<ActivityFeed> {
    const now = await context.clock.now(context.db);
    return now - seenTo > LONGEST_GAP_MS
      ? ActivityFeed.fromNow(context, journeyId)
      : new ActivityFeed(journeyId, Math.min(seenTo, now), new Map());
  }

  /** As it was when it had told its item `n`, in a look from `seenTo` on: what it told after that may never have arrived. */
  async after(context: Context, n: number, seenTo: Instant): Promise<ActivityFeed> {
    if (n === this.#n) seenTo = this.#seenTo;
    const told = [...this.#told].filter(([, one]) => one.n <= n);
    const now = await context.clock.now(context.db);
    if (now - seenTo > LONGEST_GAP_MS) return ActivityFeed.fromNow(context, this.journeyId);
    const feed = new ActivityFeed(this.journeyId, seenTo, new Map(told), this.#floor);
    feed.#n = n;
    return feed;
  }

  /** What is new, oldest first, at most two hundred; `more` says that another look finds something at once. */
  async look(context: Context): Promise<{ readonly items: readonly FeedItem[]; readonly more: boolean }> {
    const now = await context.clock.now(context.db);
    const from = Math.max(this.#seenTo - GRACE_MS, this.#floor);
    const found = await happenedSince(context, this.journeyId, from, MOST + 1);
    const news = found.filter(({ id }) => !this.#told.has(id));
    const chunk = news.slice(0, AT_ONCE);
    const activities = await withPeople(context, chunk);
    const items = activities.map((activity, index) => ({ place: this.#tell(chunk[index]), activity }));
    const isTooMuch = found.length > MOST;
    const more = !isTooMuch && news.length > chunk.length;
    if (isTooMuch) this.#passOver(now);
    else if (!more) this.#moveTo(now);
    return { items, more };
  }

  /** A crowd that nobody can follow: its beginning is told, the rest is in the numbers. */
  #passOver(now: Instant): void {
    this.#floor = now;
    this.#seenTo = now;
    this.#told.clear();
  }

  #tell(row: Happened | undefined): string {
    this.#n += 1;
    if (row) this.#told.set(row.id, { n: this.#n, noted: Number(row.noted) });
    return `${this.id}.${this.#n}.${this.#seenTo}`;
  }

  /** A connection that breaks is noticed late, so that what is told is remembered for longer than it is looked for. */
  #moveTo(now: Instant): void {
    this.#seenTo = Math.max(this.#seenTo, now);
    const forgotten = this.#seenTo - 3 * GRACE_MS;
    for (const [id, { noted }] of this.#told) if (noted < forgotten) this.#told.delete(id);
  }
}
