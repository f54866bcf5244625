import { sql } from 'drizzle-orm';
import { causeOf } from '../database/index.ts';
import type { MatcherDeps, Queued } from './contract.ts';

/** After this many tries an event stands aside, visible and retryable, and holds nobody. */
export const PARKED_AFTER = 5;

/** Counts a failed try; the last one parks the event with its error. */
export async function recordFailure(
  { db, clock, onFailure }: MatcherDeps,
  { seq, workspaceId, eventId }: Queued,
  error: unknown,
): Promise<void> {
  const [row] = await db.execute<{ parked: boolean }>(sql`
    update event_queue set attempts = attempts + 1, error = ${causeOf(error)},
      parked_at = case when attempts + 1 >= ${PARKED_AFTER} then ${clock.sql} end
    where seq = ${seq} returning parked_at is not null as parked`);
  onFailure?.({ workspaceId, eventId, error, isParked: row?.parked === true });
}
