import type { ProfileId, RunId, WorkspaceId } from '@wend/engine';
import { type SQL, sql } from 'drizzle-orm';
import type { Clock } from '../clock/index.ts';
import type { Transaction } from '../database/index.ts';
import type { RunKey } from './contract.ts';

/**
 * Says that live runs are over, and frees their places at once; `drive` ends them. `told` selects
 * `profile_id, run_id, kind, event_id, reason`. Answers the runs that were not over yet, to be woken by `wakeRuns`.
 */
export async function exitRuns(
  tx: Transaction,
  clock: Clock,
  workspaceId: WorkspaceId,
  told: SQL,
): Promise<readonly RunKey[]> {
  const over = await tx.execute<{ profile_id: ProfileId; run_id: RunId }>(sql`
    with told as materialized (${told}),
    live as materialized (
      select runs.profile_id, runs.id from told join runs on runs.workspace_id = ${workspaceId} and runs.profile_id = told.profile_id and runs.id = told.run_id
      where runs.ended_at is null order by runs.profile_id, runs.id for no key update of runs
    ),
    freed as (
      update runs set exited_at = ${clock.sql} from live
      where runs.workspace_id = ${workspaceId} and runs.profile_id = live.profile_id and runs.id = live.id and runs.exited_at is null
    )
    insert into run_exits (workspace_id, profile_id, run_id, kind, event_id, reason, at)
    select ${workspaceId}, told.profile_id, told.run_id, told.kind, told.event_id, told.reason, ${clock.sql}
    from told join live on live.profile_id = told.profile_id and live.id = told.run_id
    on conflict do nothing returning profile_id, run_id`);
  return over.map(({ profile_id, run_id }) => ({ profileId: profile_id, runId: run_id }));
}
