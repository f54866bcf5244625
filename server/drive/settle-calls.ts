import type { CallId, JsonObject, ProfileId, RunId, WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import type { Clock } from '../clock/index.ts';
import { type Database, records } from '../database/index.ts';
import type { CallState } from '../tables/index.ts';
import type { Trips } from '../trips/contract.ts';
import { wakeRuns } from '../trips/wake-runs.ts';

export interface CallSettlement {
  readonly profileId: ProfileId;
  readonly id: CallId;
  readonly state: CallState;
  readonly output?: JsonObject | undefined;
  readonly error?: string | undefined;
  readonly retryAfterMs?: number | undefined;
}

/** The outcome of a call is a fact; it is written by id. One that has been settled, by a fast callback, stays settled. */
export async function settleCalls(
  db: Database,
  clock: Clock,
  workspaceId: WorkspaceId,
  settlements: readonly CallSettlement[],
): Promise<void> {
  await db.execute(sql`
    update calls c set state = given.state, output = given.output, error = given.error, claim = null, lease_until = null,
      due_at = case when given.retry_after_ms is null then c.due_at else ${clock.sql} + given.retry_after_ms * interval '1 millisecond' end,
      settled_at = case when given.state in ('done', 'failed', 'unknown') then ${clock.sql} end
    from ${records('given', settlements, { profileId: 'uuid', id: 'uuid', state: 'text', output: 'jsonb', error: 'text', retryAfterMs: 'bigint' })}
    where c.workspace_id = ${workspaceId} and c.profile_id = given.profile_id and c.id = given.id and c.state = 'calling'`);
}

interface CalledBack {
  readonly [column: string]: unknown;
  readonly workspace_id: WorkspaceId;
  readonly profile_id: ProfileId;
  readonly run_id: RunId;
}
interface CallbackDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly trips: Trips;
}

/** A callback by token settles its call and wakes the run. False for a token that is unknown or used. */
export async function settleCallback(
  { db, clock, trips }: CallbackDeps,
  token: string,
  result: { readonly kind: 'done'; readonly output: JsonObject } | { readonly kind: 'failed'; readonly why: string },
): Promise<boolean> {
  const output = result.kind === 'done' ? JSON.stringify(result.output) : null;
  const settled = await db.transaction(async (tx) => {
    const [row] = await tx.execute<CalledBack>(sql`
      update calls set state = ${result.kind}, output = ${output}::jsonb, error = ${result.kind === 'failed' ? result.why : null}, settled_at = ${clock.sql}, claim = null, lease_until = null
      where callback_token = ${token} and state in ('calling', 'waiting-for-callback') returning workspace_id, profile_id, run_id`);
    if (row) await wakeRuns(tx, clock, row.workspace_id, [{ profileId: row.profile_id, runId: row.run_id }]);
    return row !== undefined;
  });
  if (settled) trips.look();
  return settled;
}
