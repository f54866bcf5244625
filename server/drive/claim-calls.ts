import type { CallId, JsonObject, ProfileId } from '@wend/engine';
import type { ConvoyInput, PlannedCalls } from '@wend/workflows';
import { sql } from 'drizzle-orm';
import { newId } from '../ids/index.ts';
import type { PerformDeps } from './perform-deps.ts';

export interface ClaimedCall {
  readonly [column: string]: unknown;
  readonly id: CallId;
  readonly profile_id: ProfileId;
  readonly input: JsonObject;
  readonly attempts: number;
}

/** Claims due calls of this convoy's live runs. A call whose worker died is tried again once its lease is over: its key stays the same. */
export async function claimCalls(
  { db, clock }: PerformDeps,
  { workspaceId, convoyId, nodeType }: ConvoyInput & PlannedCalls,
  { leaseMs, atMost }: { readonly leaseMs: number; readonly atMost: number },
): Promise<readonly ClaimedCall[]> {
  const rows = await db.execute<ClaimedCall>(sql`
    with due as (
      select c.workspace_id, c.profile_id, c.id from runs
      join calls c on c.workspace_id = runs.workspace_id and c.profile_id = runs.profile_id and c.run_id = runs.id and c.step = runs.step and c.visit = runs.visit
      where runs.workspace_id = ${workspaceId} and runs.convoy_id = ${convoyId} and runs.ended_at is null and runs.phase = 'calling' and c.node_type = ${nodeType}
        and c.due_at <= ${clock.sql} and (c.state = 'planned' or (c.state = 'calling' and c.lease_until < ${clock.sql}))
        and not exists (select from journeys j where j.workspace_id = runs.workspace_id and j.id = runs.journey_id and j.state = 'paused')
        and not exists (select from run_exits x where x.workspace_id = runs.workspace_id and x.profile_id = runs.profile_id and x.run_id = runs.id)
      order by c.profile_id, c.id limit ${atMost} for no key update of c skip locked
    )
    update calls c set state = 'calling', claim = ${newId()}, lease_until = ${clock.sql} + ${leaseMs} * interval '1 millisecond', attempts = c.attempts + 1
    from due where c.workspace_id = due.workspace_id and c.profile_id = due.profile_id and c.id = due.id
    returning c.id, c.profile_id, c.input, c.attempts`);
  return [...rows];
}
