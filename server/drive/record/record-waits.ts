import type { Instant, WaitId, WaitSpec } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { records, type Transaction, timestamp } from '../../database/index.ts';
import { newId } from '../../ids/index.ts';
import type { Trip } from '../trip.ts';
import type { Moved } from '../walk-batch.ts';

/**
 * Closes the waits that ended, opens new ones. A wait that was only looked at again stays the same wait. A new wait for a condition
 * gets a wake at once: what changed between the reading of its facts and this commit is seen by the look after it.
 */
export async function recordWaits(
  tx: Transaction,
  { workspaceId }: Trip,
  moved: readonly Moved[],
  now: Instant,
): Promise<void> {
  const standing = moved.filter(isSameWait);
  const opened = moved.flatMap((one) =>
    one.walked.rest.kind === 'wait' && !isSameWait(one) ? [waitOf(one, one.walked.rest.wait)] : [],
  );
  await takeWakes(tx, workspaceId, moved);
  await closeWaits(
    tx,
    workspaceId,
    moved.filter((one) => one.claimed.wait && !isSameWait(one)),
    now,
  );
  await keepWaits(tx, workspaceId, standing);
  if (opened.length > 0) await openWaits(tx, workspaceId, opened, now);
}

function isSameWait({ claimed: { run, wait }, resume, walked }: Moved): boolean {
  return (
    resume?.kind === 'changed' &&
    walked.rest.kind === 'wait' &&
    wait !== null &&
    walked.run.step === run.step &&
    walked.run.visit === run.visit
  );
}

function waitOf({ claimed: { run }, walked }: Moved, spec: WaitSpec) {
  return {
    id: newId<WaitId>(),
    profileId: run.profileId,
    runId: run.id,
    step: walked.run.step,
    visit: walked.run.visit,
    ...columnsOf(spec),
  };
}

function columnsOf({ until, recheckAt, events = [], condition, reason }: WaitSpec) {
  return { until, recheckAt, eventNames: [...new Set(events.map(({ event }) => event))], events, condition, reason };
}

/** Removes exactly the wakes that were seen: one that was written again meanwhile has another row version and stays. */
async function takeWakes(tx: Transaction, workspaceId: string, moved: readonly Moved[]): Promise<void> {
  const seen = moved.flatMap(({ claimed: { wake } }) =>
    wake ? [{ profileId: wake.profileId, waitId: wake.waitId, rowVersion: wake.rowVersion }] : [],
  );
  if (seen.length === 0) return;
  await tx.execute(sql`
    delete from wakes using ${records('given', seen, { profileId: 'uuid', waitId: 'uuid', rowVersion: 'text' })}
    where wakes.workspace_id = ${workspaceId} and wakes.profile_id = given.profile_id and wakes.wait_id = given.wait_id and wakes.xmin::text = given.row_version`);
}

async function closeWaits(tx: Transaction, workspaceId: string, ended: readonly Moved[], now: Instant): Promise<void> {
  const keys = ended.flatMap(({ claimed: { wait, wake, exit } }) =>
    wait
      ? [{ profileId: wait.profileId, id: wait.id, closedAt: now, closedBy: exit ? null : (wake?.eventId ?? null) }]
      : [],
  );
  if (keys.length === 0) return;
  await tx.execute(sql`
    update waits set closed_at = given.closed_at, closed_by = given.closed_by
    from ${records('given', keys, { profileId: 'uuid', id: 'uuid', closedAt: 'instant', closedBy: 'uuid' })}
    where waits.workspace_id = ${workspaceId} and waits.profile_id = given.profile_id and waits.id = given.id`);
}

async function keepWaits(tx: Transaction, workspaceId: string, standing: readonly Moved[]): Promise<void> {
  const rows = standing.flatMap(({ claimed: { wait }, walked: { rest } }) =>
    wait && rest.kind === 'wait' ? [{ profileId: wait.profileId, id: wait.id, ...columnsOf(rest.wait) }] : [],
  );
  if (rows.length === 0) return;
  await tx.execute(sql`
    update waits set until = given.until, recheck_at = given.recheck_at, event_names = given.event_names, events = given.events, condition = given.condition, reason = given.reason
    from ${records('given', rows, { profileId: 'uuid', id: 'uuid', until: 'instant', recheckAt: 'instant', eventNames: 'text[]', events: 'jsonb', condition: 'jsonb', reason: 'jsonb' })}
    where waits.workspace_id = ${workspaceId} and waits.profile_id = given.profile_id and waits.id = given.id`);
}

async function openWaits(
  tx: Transaction,
  workspaceId: string,
  opened: readonly ReturnType<typeof waitOf>[],
  now: Instant,
): Promise<void> {
  const at = timestamp(now);
  await tx.execute(sql`
    with given as (select * from ${records('given', opened, {
      id: 'uuid',
      profileId: 'uuid',
      runId: 'uuid',
      step: 'text',
      visit: 'integer',
      until: 'instant',
      recheckAt: 'instant',
      eventNames: 'text[]',
      events: 'jsonb',
      condition: 'jsonb',
      reason: 'jsonb',
    })}),
    first_look as (
      insert into wakes (workspace_id, profile_id, wait_id, run_id, kind, at)
      select ${workspaceId}, profile_id, id, run_id, 'changed', ${at} from given where condition is not null
    )
    insert into waits (workspace_id, profile_id, id, run_id, step, visit, until, recheck_at, event_names, events, condition, reason, opened_at)
    select ${workspaceId}, profile_id, id, run_id, step, visit, until, recheck_at, event_names, events, condition, reason, ${at} from given`);
}
