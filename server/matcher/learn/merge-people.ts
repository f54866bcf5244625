import type { ProfileId, WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { records, type Transaction } from '../../database/index.ts';
import { lockGates } from '../../drive/send/lock-gates.ts';
import { profilePartition } from '../../intake/partition.ts';
import { exitRuns } from '../../trips/exit-runs.ts';
import { wakeRuns } from '../../trips/wake-runs.ts';
import type { MatcherDeps } from '../contract.ts';
import type { Merge } from './person.ts';

const columns = {
  loser: 'uuid',
  survivor: 'uuid',
  eventId: 'uuid',
  trusted: 'boolean',
  partition: 'smallint',
} as const;

/**
 * Makes one person of two: ids, addresses, permissions, events and entry records become the survivor's. Runs stay where they are and follow
 * `merged_into`; of two that exclude each other the younger ends. Answers whether any does.
 */
export async function mergePeople(
  deps: MatcherDeps,
  tx: Transaction,
  workspaceId: WorkspaceId,
  merges: readonly Merge[],
): Promise<boolean> {
  if (merges.length === 0) return false;
  // First of all, as the gates do: a message of theirs that is at the gates leaves, or is held, before they are another.
  await lockGates(
    tx,
    workspaceId,
    merges.map(({ loser }) => loser),
  );
  const given = records(
    'given',
    merges.map((merge) => ({ ...merge, partition: profilePartition(merge.survivor) })),
    columns,
  );
  await tx.execute(sql`
    update profiles p set merged_into = given.survivor, merged_by = given.event_id, updated_at = ${deps.clock.sql}
    from ${given} where p.workspace_id = ${workspaceId} and (p.id = given.loser or p.merged_into = given.loser)`);
  await tx.execute(
    sql`update profile_identities i set profile_id = given.survivor from ${given} where i.workspace_id = ${workspaceId} and i.profile_id = given.loser`,
  );
  await tx.execute(
    sql`update events e set profile_id = given.survivor from ${given} where e.workspace_id = ${workspaceId} and e.profile_id = given.loser`,
  );
  await tx.execute(sql`
    update event_queue q set profile_id = given.survivor, partition = given.partition from ${given} where q.workspace_id = ${workspaceId} and q.profile_id = given.loser`);
  await mergeContactPoints(tx, workspaceId, merges);
  await mergeConsent(tx, workspaceId, merges);
  await mergeRecords(tx, workspaceId, merges);
  return endYounger(deps, tx, workspaceId, [...new Set(merges.map(({ survivor }) => survivor))]);
}

async function mergeContactPoints(tx: Transaction, workspaceId: WorkspaceId, merges: readonly Merge[]): Promise<void> {
  await tx.execute(sql`
    insert into contact_points (workspace_id, profile_id, id, channel, address, state, verified_at, created_at)
    select ${workspaceId}, given.survivor, c.id, c.channel, c.address, c.state, c.verified_at, c.created_at
    from ${records('given', merges, columns)} join contact_points c on c.workspace_id = ${workspaceId} and c.profile_id = given.loser
    where given.trusted
    on conflict (workspace_id, profile_id, channel, address) do update set state = 'invalid' where excluded.state = 'invalid'`);
}

/** The stricter of two: what either withdrew is withdrawn. A permission that only an untrusted merge brings is none. */
async function mergeConsent(tx: Transaction, workspaceId: WorkspaceId, merges: readonly Merge[]): Promise<void> {
  const given = records('given', merges, columns);
  await tx.execute(sql`
    insert into consent_states (workspace_id, profile_id, channel, topic, state, at)
    select ${workspaceId}, given.survivor, s.channel, s.topic, case when bool_or(s.state = 'withdrawn') then 'withdrawn' else 'granted' end, max(s.at)
    from ${given} join consent_states s on s.workspace_id = ${workspaceId} and s.profile_id = given.loser
    where given.trusted or s.state = 'withdrawn'
    group by given.survivor, s.channel, s.topic
    on conflict (workspace_id, profile_id, channel, topic) do update
    set state = case when 'withdrawn' in (excluded.state, consent_states.state) then 'withdrawn' else 'granted' end, at = greatest(excluded.at, consent_states.at)`);
  await tx.execute(sql`
    update consent_events e set profile_id = given.survivor from ${given} where e.workspace_id = ${workspaceId} and e.profile_id = given.loser and given.trusted`);
}

/** Re-entry rules and assignments look at one person; the survivor's own assignment wins. */
async function mergeRecords(tx: Transaction, workspaceId: WorkspaceId, merges: readonly Merge[]): Promise<void> {
  const given = records('given', merges, columns);
  await tx.execute(sql`
    insert into entry_records (workspace_id, profile_id, journey_id, entry_key, last_entered_at, entries)
    select ${workspaceId}, given.survivor, r.journey_id, r.entry_key, max(r.last_entered_at), sum(r.entries)
    from ${given} join entry_records r on r.workspace_id = ${workspaceId} and r.profile_id = given.loser
    group by given.survivor, r.journey_id, r.entry_key
    on conflict (workspace_id, profile_id, journey_id, entry_key) do update
    set last_entered_at = greatest(excluded.last_entered_at, entry_records.last_entered_at), entries = excluded.entries + entry_records.entries`);
  await tx.execute(sql`
    insert into assignments (workspace_id, profile_id, journey_id, step, arm, run_id, at)
    select distinct on (given.survivor, a.journey_id, a.step) ${workspaceId}::uuid, given.survivor, a.journey_id, a.step, a.arm, a.run_id, a.at
    from ${given} join assignments a on a.workspace_id = ${workspaceId} and a.profile_id = given.loser
    order by given.survivor, a.journey_id, a.step, a.at
    on conflict do nothing`);
}

async function endYounger(
  { clock }: MatcherDeps,
  tx: Transaction,
  workspaceId: WorkspaceId,
  survivors: readonly ProfileId[],
): Promise<boolean> {
  const ended = await exitRuns(
    tx,
    clock,
    workspaceId,
    sql`select profile_id, id as run_id, 'merged' as kind, null::uuid as event_id,
        jsonb_build_object('text', 'Two people turned out to be one; the older of their two journeys goes on') as reason
      from (
        select r.profile_id, r.id, row_number() over (partition by given.id, r.journey_id, r.entry_key order by r.entered_at, r.created_at, r.id) as place
        from ${records(
          'given',
          survivors.map((id) => ({ id })),
          { id: 'uuid' },
        )}
        join profiles p on p.workspace_id = ${workspaceId} and (p.id = given.id or p.merged_into = given.id)
        join runs r on r.workspace_id = p.workspace_id and r.profile_id = p.id and r.ended_at is null and r.exited_at is null
      ) live where place > 1`,
  );
  await wakeRuns(tx, clock, workspaceId, ended);
  return ended.length > 0;
}
