import type { ConvoyId, ProfileId, RunId, WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import type { Clock } from '../clock/index.ts';
import { records, type Transaction } from '../database/index.ts';
import { newId } from '../ids/index.ts';
import type { RunKey } from './contract.ts';
import { formConvoys } from './form-convoys.ts';

interface Found {
  readonly [column: string]: unknown;
  readonly profile_id: ProfileId;
  readonly id: RunId;
  readonly convoy_id: ConvoyId | null;
}

/**
 * Has these runs looked at after the commit: their convoys are woken, those without one form one. Call it after the wakes and
 * exits are written. The share lock holds a run in its convoy until the commit, so that none leaves it unseen.
 */
export async function wakeRuns(
  tx: Transaction,
  clock: Clock,
  workspaceId: WorkspaceId,
  runs: readonly RunKey[],
): Promise<void> {
  if (runs.length === 0) return;
  const found = await tx.execute<Found>(sql`
    select runs.profile_id, runs.id, open.id as convoy_id
    from ${records('given', runs, { profileId: 'uuid', runId: 'uuid' })}
    join runs on runs.workspace_id = ${workspaceId} and runs.profile_id = given.profile_id and runs.id = given.run_id
    left join convoys open on open.workspace_id = runs.workspace_id and open.id = runs.convoy_id and open.phase <> 'done'
    where runs.ended_at is null
    order by runs.profile_id, runs.id for share of runs`);
  const convoys = [...new Set(found.flatMap(({ convoy_id }) => (convoy_id === null ? [] : [convoy_id])))];
  await wakeConvoys(tx, clock, workspaceId, convoys);
  const alone = found
    .filter(({ convoy_id }) => convoy_id === null)
    .map(({ profile_id, id }) => ({ profileId: profile_id, runId: id }));
  if (alone.length > 0) await formConvoys(tx, clock, workspaceId, alone);
}

/**
 * At most one wake is outstanding per convoy. The row is locked even where the flag is up already: `drive` clears it, then looks,
 * and must do so after our commit.
 */
async function wakeConvoys(
  tx: Transaction,
  clock: Clock,
  workspaceId: WorkspaceId,
  convoys: readonly ConvoyId[],
): Promise<void> {
  if (convoys.length === 0) return;
  const rows = convoys.map((id) => ({ id, outboxId: newId() }));
  await tx.execute(sql`
    with given as (select * from ${records('given', rows, { id: 'uuid', outboxId: 'uuid' })}),
    locked as (
      select convoys.id, phase, wake_requested, outbox_id from convoys join given using (id)
      where workspace_id = ${workspaceId} order by convoys.id for update of convoys
    ),
    flagged as (
      update convoys set wake_requested = true from locked
      where convoys.workspace_id = ${workspaceId} and convoys.id = locked.id and not locked.wake_requested and locked.phase in ('started', 'driving')
      returning locked.outbox_id, convoys.id
    )
    insert into outbox (workspace_id, id, kind, convoy_id, created_at)
    select ${workspaceId}, outbox_id, 'convoy', id, ${clock.sql} from flagged`);
}
