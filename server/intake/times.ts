import type { Instant } from '@wend/engine';

const MINUTE = 60_000;
const AHEAD_MS = 10 * MINUTE;
const HISTORY_MS = 24 * 60 * MINUTE;

export interface GivenTimes {
  readonly originalAt?: Instant | undefined;
  readonly sentAt?: Instant | undefined;
}
export interface JudgedTimes {
  readonly at: Instant;
  readonly fromTheFuture: boolean;
  readonly historical: boolean;
}

/**
 * An event's own time, corrected for the sender's clock: received − (sent − original). More than ten minutes ahead of us it is
 * set back and marked; older than a day, or imported, it is history and moves nobody.
 */
export function judgeTimes({ originalAt, sentAt }: GivenTimes, receivedAt: Instant, imported: boolean): JudgedTimes {
  const own =
    originalAt === undefined
      ? receivedAt
      : imported || sentAt === undefined
        ? originalAt
        : receivedAt - (sentAt - originalAt);
  const fromTheFuture = own > receivedAt + AHEAD_MS;
  const at = fromTheFuture ? receivedAt : Math.max(0, own);
  return { at, fromTheFuture, historical: imported || at < receivedAt - HISTORY_MS };
}
