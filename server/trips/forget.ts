import type { WorkspaceId } from '@wend/engine';
import { type SQL, sql } from 'drizzle-orm';
import type { Clock } from '../clock/index.ts';
import type { Database } from '../database/index.ts';

export interface ForgetDeps {
  readonly db: Database;
  readonly clock: Clock;
  /** How many days events and ended runs are kept, with their messages; for ever where absent. */
  readonly keepDays?: number | undefined;
}

/** Long enough to find out what was wrong with it; what it says of people nobody needs after that. */
const REFUSED_DAYS = 30;
/** An event that is sent again later than this is another one: libraries try for hours, and what is older than a day starts nothing. */
const REPEATED_DAYS = 7;
/** Few at a time: nobody waits for a lock, and whatever is left over goes at the next look. */
const AT_ONCE = 1_000;
const ROUNDS = 20;

/**
 * Lets go of what was refused, called back or recognised long ago: it speaks of people, and is no part of what is known of them. Where
 * the operator says for how long, also of events and of runs that have ended. What was counted stays counted.
 */
export async function forget(
  deps: ForgetDeps,
  workspaceId: WorkspaceId,
  progress: () => void = () => {},
): Promise<void> {
  const { keepDays } = deps;
  const since = (days: number): SQL => sql`${deps.clock.sql} - ${days} * interval '1 day'`;
  const kinds = [
    received(sql`rejected_events`, sql`id`, workspaceId, since(REFUSED_DAYS)),
    received(sql`callbacks`, sql`id`, workspaceId, since(REFUSED_DAYS)),
    received(sql`event_ids`, sql`message_id`, workspaceId, since(REPEATED_DAYS)),
    ...(keepDays === undefined ? [] : [endedRuns(workspaceId, since(keepDays)), events(workspaceId, since(keepDays))]),
  ];
  for (const old of kinds) await allOf(deps.db, old, progress);
}

async function allOf(db: Database, old: SQL, progress: () => void): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const [row] = await db.execute<{ gone: number }>(old);
    progress();
    if ((row?.gone ?? 0) < AT_ONCE) return;
  }
}

function received(table: SQL, key: SQL, workspaceId: WorkspaceId, before: SQL): SQL {
  return sql`
    with gone as (
      delete from ${table} where workspace_id = ${workspaceId} and ${key} in (
        select ${key} from ${table} where workspace_id = ${workspaceId} and received_at < ${before} order by received_at limit ${AT_ONCE})
      returning 1
    )
    select count(*)::int as gone from gone`;
}

/**
 * What still stands in the queue, set aside by a fault, is to be looked at by somebody first; and nothing is let go of that came after the
 * oldest event that is still to be processed, in whichever workspace.
 */
function events(workspaceId: WorkspaceId, before: SQL): SQL {
  return sql`
    with aside as materialized (select event_id from event_queue where workspace_id = ${workspaceId} and parked_at is not null),
    old as (
      select id from events where workspace_id = ${workspaceId} and received_at < least(${before}, (select received_at from event_queue where parked_at is null order by seq limit 1))
        and id not in (select event_id from aside) order by received_at limit ${AT_ONCE}
    ),
    gone as (delete from events using old where events.workspace_id = ${workspaceId} and events.id = old.id returning 1)
    select count(*)::int as gone from gone`;
}

/** With all that hangs on them, in one statement: keys are looked at when it has ended. Looked for journey by journey, by the index that holds them. */
function endedRuns(workspaceId: WorkspaceId, before: SQL): SQL {
  const ofRuns = ['visits', 'wakes', 'waits', 'calls', 'conversions', 'run_exits'] as const;
  const ofMessages = ['link_tokens', 'message_links', 'message_events'] as const;
  const run = (table: string): SQL => {
    const name = sql.identifier(table);
    return sql`${sql.identifier(`old_${table}`)} as (
      delete from ${name} using old where ${name}.workspace_id = ${workspaceId} and ${name}.profile_id = old.profile_id and ${name}.run_id = old.id)`;
  };
  const message = (table: string): SQL => {
    const name = sql.identifier(table);
    return sql`${sql.identifier(`old_${table}`)} as (
      delete from ${name} using letters where ${name}.workspace_id = ${workspaceId} and ${name}.profile_id = letters.profile_id and ${name}.message_id = letters.id)`;
  };
  return sql`
    with found as (
      select ended.profile_id, ended.id from journeys j cross join lateral (
        select profile_id, id from runs where journey_id = j.id and workspace_id = ${workspaceId} and ended_at is not null and ended_at < ${before} order by ended_at limit ${AT_ONCE}
      ) ended where j.workspace_id = ${workspaceId} limit ${AT_ONCE}
    ),
    old as (
      select runs.profile_id, runs.id from found join runs on runs.workspace_id = ${workspaceId} and runs.profile_id = found.profile_id and runs.id = found.id
      order by runs.profile_id, runs.id for update of runs skip locked
    ),
    letters as (
      delete from messages using old where messages.workspace_id = ${workspaceId} and messages.profile_id = old.profile_id and messages.run_id = old.id
      returning messages.profile_id, messages.id
    ),
    ${sql.join([...ofMessages.map(message), ...ofRuns.map(run)], sql`, `)},
    gone as (delete from runs using old where runs.workspace_id = ${workspaceId} and runs.profile_id = old.profile_id and runs.id = old.id returning 1)
    select count(*)::int as gone from gone`;
}
