import type { CallId, JsonObject, ProfileId, RunId, WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import type { Clock } from '../clock/index.ts';
import type { Database, Transaction } from '../database/index.ts';
import type { CallState } from '../tables/index.ts';
import type { Trips } from '../trips/contract.ts';
import { wakeRuns } from '../trips/wake-runs.ts';

interface CalledBack {
  readonly [column: string]: unknown;
  readonly workspace_id: WorkspaceId;
  readonly profile_id: ProfileId;
  readonly run_id: RunId;
}
interface CallBackDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly trips: Trips;
}

/** `repeated`: it was finished before, by this or another answer, which stands. `over`: nobody waits for it any more. */
export type CallBack = 'settled' | 'repeated' | 'over' | 'not-found';

/**
 * Finishes a call from outside, hours or months later, and wakes its run. One that is still under way, or about to be tried again, is
 * finished as well: the other side was faster than its own answer.
 */
export async function callBack({ db, clock, trips }: CallBackDeps, id: CallId, output: JsonObject): Promise<CallBack> {
  const settled = await db.transaction(async (tx) => {
    const [row] = await tx.execute<CalledBack>(sql`
      update calls c set state = 'done', output = ${JSON.stringify(output)}::jsonb, error = null, settled_at = ${clock.sql}, claim = null, lease_until = null
      from runs r
      where c.id = ${id} and c.state in ('planned', 'calling', 'waiting-for-callback')
        and r.workspace_id = c.workspace_id and r.profile_id = c.profile_id and r.id = c.run_id and r.ended_at is null and r.step = c.step and r.visit = c.visit
      returning c.workspace_id, c.profile_id, c.run_id`);
    if (!row) return whyNot(tx, id);
    await wakeRuns(tx, clock, row.workspace_id, [{ profileId: row.profile_id, runId: row.run_id }]);
    return 'settled';
  });
  if (settled === 'settled') trips.look();
  return settled;
}

async function whyNot(tx: Transaction, id: CallId): Promise<CallBack> {
  const [row] = await tx.execute<{ state: CallState }>(sql`select state from calls where id = ${id}`);
  if (!row) return 'not-found';
  return row.state === 'done' ? 'repeated' : 'over';
}

/** Calls that waited for a callback as long as they were to. Their runs are due at the same time, and go on without an answer. */
export async function expireCalls(db: Database, clock: Clock, workspaceId: WorkspaceId): Promise<void> {
  await db.execute(sql`
    update calls c set state = 'unknown', error = 'Nobody called back in time', settled_at = ${clock.sql} from runs r
    where c.workspace_id = ${workspaceId} and c.state = 'waiting-for-callback' and c.due_at <= ${clock.sql}
      and r.workspace_id = c.workspace_id and r.profile_id = c.profile_id and r.id = c.run_id
      and not exists (select from journeys j where j.workspace_id = r.workspace_id and j.id = r.journey_id and j.state = 'paused')`);
}
