import type { Instant } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { type Database, records, timestamp } from '../../database/index.ts';
import { PARKED_AFTER } from '../claim.ts';
import type { Trip } from '../trip.ts';

export interface Failure {
  readonly runId: string;
  readonly profileId: string;
  readonly error: string;
}

/** A run whose walk or commit failed stays where it rests and is tried again after 2, 4, 8 … seconds; after five claims it is parked. Answers those that are parked now. */
export async function recordFailures(
  db: Database,
  { workspaceId, claim }: Trip,
  failures: readonly Failure[],
  now: Instant,
): Promise<ReadonlySet<string>> {
  if (failures.length === 0) return new Set();
  const rows = await db.execute<{ id: string; parked: boolean }>(sql`
    update runs set error = given.error, claim = null, lease_until = null,
      phase = case when claims >= ${PARKED_AFTER} then 'parked' else phase end,
      convoy_id = case when claims < ${PARKED_AFTER} then convoy_id end,
      due_at = ${timestamp(now)} + interval '1 second' * power(2, claims)
    from ${records(
      'given',
      failures.map((failure) => ({ ...failure, error: printable(failure.error) })),
      { runId: 'uuid', profileId: 'uuid', error: 'text' },
    )}
    where runs.workspace_id = ${workspaceId} and runs.profile_id = given.profile_id and runs.id = given.run_id and runs.claim = ${claim}
    returning runs.id, runs.phase = 'parked' as parked`);
  return new Set(rows.filter(({ parked }) => parked).map(({ id }) => id));
}

/** What Postgres can hold, and a person can read. */
function printable(error: string): string {
  return error.replaceAll(/[\0\ud800-\udfff]/g, '').slice(0, 1_000);
}
