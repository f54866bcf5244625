import { sql } from 'drizzle-orm';
import { records } from '../database/index.ts';
import { askClockIf } from '../trips/ask-clock.ts';
import type { DriveDeps } from './deps.ts';
import { callFrom, hasExit, hasWake, isPaused } from './due.ts';
import type { Trip } from './trip.ts';

/**
 * Lets go of runs that will rest for long: held over night, called back some day, paused, parked. Then, after that commit, looks for
 * wakes and exits of whoever left, and takes those back: a wake addressed to this convoy a moment too late is not lost.
 */
export async function leave(deps: DriveDeps, { workspaceId, convoyId }: Trip): Promise<void> {
  const { db, clock, settings } = deps;
  // With its question to the clock in one statement: there is no moment at which they have left and nobody was asked.
  await db.execute(sql`
    with gone as (
      update runs set convoy_id = null,
        due_at = case when phase = 'calling' then (select case when c.state in ('planned', 'waiting-for-callback') then c.due_at end ${callFrom}) else due_at end
      where workspace_id = ${workspaceId} and convoy_id = ${convoyId} and ended_at is null and claim is null and (
        phase = 'parked' or ${isPaused} or (phase <> 'calling' and due_at > ${clock.sql} + case phase when 'waiting' then ${settings.convoyWaitMs}::int else ${settings.convoyRestMs}::int end * interval '1 millisecond')
        or (phase = 'calling' and exists (select 1 ${callFrom} and (c.state = 'waiting-for-callback' or (c.state = 'planned' and c.due_at > ${clock.sql} + ${settings.convoyRestMs} * interval '1 millisecond')))))
      returning id
    )
    ${askClockIf(clock, workspaceId, sql`exists (select from gone)`)}`);
  await deps.at?.('left');
}

/** See `leave`. A run that another convoy has taken meanwhile is that one's. */
export async function takeBack(
  { db }: DriveDeps,
  { workspaceId, convoyId }: Trip,
  left: readonly { readonly profileId: string; readonly id: string }[],
): Promise<number> {
  if (left.length === 0) return 0;
  const rows = await db.execute(sql`
    with woken as (
      select runs.workspace_id, runs.profile_id, runs.id
      from ${records('given', left, { profileId: 'uuid', id: 'uuid' })} join runs on runs.workspace_id = ${workspaceId} and runs.profile_id = given.profile_id and runs.id = given.id
      where convoy_id is null and ended_at is null and claim is null and (${hasWake} or ${hasExit})
      order by runs.profile_id, runs.id for no key update of runs skip locked
    )
    update runs set convoy_id = ${convoyId} from woken
    where runs.workspace_id = woken.workspace_id and runs.profile_id = woken.profile_id and runs.id = woken.id
    returning runs.id`);
  return rows.length;
}
