import type { WorkspaceId } from '@wend/engine';
import { type SQL, sql } from 'drizzle-orm';
import type { Clock } from '../clock/index.ts';
import { epochMs, type Reading } from '../database/index.ts';

/** How far behind a workspace is, and what stands aside. Nothing late: 0. */
export interface Late {
  readonly workspaceId: WorkspaceId;
  /** How long ago the oldest event that is still to be processed came in. */
  readonly eventsMs: number;
  /** How long ago the person who waits longest for it was due. Whoever stands in a paused journey is due for nobody. */
  readonly runsMs: number;
  /** For how long the message that waits longest may leave, and has not. */
  readonly messagesMs: number;
  /** Parked: each stands aside until somebody tries it again, and holds nobody. */
  readonly parkedRuns: number;
  readonly parkedEvents: number;
}

interface Row {
  readonly [column: string]: unknown;
  readonly id: WorkspaceId;
  readonly now: string;
  readonly event_at: string | null;
  readonly run_at: string | null;
  readonly message_at: string | null;
  readonly parked_runs: number;
  readonly parked_events: number;
}

/** What has waited longest is in the convoys that are oldest: nobody joins one that drives. */
const CONVOYS_LOOKED_AT = 20;

/** Of one workspace, or of all. By indexes alone, a row for each journey and open convoy: it costs the same however many people wait. */
export async function readLate(db: Reading, clock: Clock, workspaceId?: WorkspaceId): Promise<readonly Late[]> {
  const rows = await db.execute<Row>(sql`
    select w.id, ${epochMs(clock.snapshotSql)} as now, ${epochMs(oldestEvent)} as event_at,
      ${epochMs(sql`least(${dueAtRest}, ${dueInConvoy}, ${woken}, ${exited})`)} as run_at,
      ${epochMs(sql`least(${toSend}, ${orphaned})`)} as message_at,
      (select count(*) from runs where runs.workspace_id = w.id and runs.is_parked)::int as parked_runs,
      (select count(*) from event_queue q where q.workspace_id = w.id and q.parked_at is not null)::int as parked_events
    from workspaces w ${workspaceId === undefined ? sql`` : sql`where w.id = ${workspaceId}`} order by w.id`);
  return rows.map((row) => {
    const since = (at: string | null): number => (at === null ? 0 : Math.max(0, Number(row.now) - Number(at)));
    return {
      workspaceId: row.id,
      eventsMs: since(row.event_at),
      runsMs: since(row.run_at),
      messagesMs: since(row.message_at),
      parkedRuns: row.parked_runs,
      parkedEvents: row.parked_events,
    };
  });
}

const oldestEvent = sql`(select received_at from event_queue q where q.workspace_id = w.id and q.parked_at is null order by q.seq limit 1)`;

const isLive = sql`runs.ended_at is null and runs.phase <> 'parked'`;
const isPaused = sql`exists (select from journeys j where j.workspace_id = runs.workspace_id and j.id = runs.journey_id and j.state = 'paused')`;

/** Journey by journey, as the clock looks: those who stand in a paused one are not read. */
const dueAtRest = sql`(select min(due.clock_at) from journeys j cross join lateral (
    select runs.clock_at from runs where runs.workspace_id = w.id and runs.journey_id = j.id and runs.clock_at is not null order by runs.clock_at limit 1
  ) due where j.workspace_id = w.id and j.state <> 'paused')`;

const ofConvoys = (which: SQL, limit: SQL): SQL => sql`
  (select c.id from convoys c where c.workspace_id = w.id and c.phase <> 'done' order by c.created_at ${limit}) c
  cross join lateral (${which}) found`;

const dueInConvoy = sql`(select min(found.due_at) from ${ofConvoys(
  sql`select min(runs.due_at) as due_at from runs where runs.workspace_id = w.id and runs.convoy_id = c.id and ${isLive} and not ${isPaused}`,
  sql``,
)})`;

/** Told to go on, and it is not their due time that tells how long ago. */
const woken = sql`(select min(k.at) from wakes k
  join waits x on x.workspace_id = k.workspace_id and x.profile_id = k.profile_id and x.id = k.wait_id and x.closed_at is null
  join runs on runs.workspace_id = k.workspace_id and runs.profile_id = k.profile_id and runs.id = k.run_id
  where k.workspace_id = w.id and ${isLive} and not ${isPaused})`;
const exited = sql`(select min(runs.exited_at) from runs where runs.workspace_id = w.id and ${isLive} and runs.convoy_id is null and runs.exited_at is not null)`;

/**
 * A message that a full or cut line holds back is due again each second, and late all the same: since it was planned, or since the gate
 * that held it last let it go. One that was called for is late until the provider has said what came of it.
 */
const toSend = sql`(select min(found.at) from ${ofConvoys(
  sql`select case m.state when 'sending' then m.sending_at else greatest(m.planned_at, to_timestamp((m.deferrals -> -1 ->> 'until')::float8 / 1000)) end as at from runs
    join messages m on m.workspace_id = w.id and m.profile_id = runs.profile_id and m.run_id = runs.id and m.step = runs.step and m.visit = runs.visit
    where runs.workspace_id = w.id and runs.convoy_id = c.id and runs.ended_at is null and runs.phase = 'sending' and (m.state = 'sending' or (m.state = 'planned' and not ${isPaused}))`,
  sql`limit ${sql.raw(String(CONVOYS_LOOKED_AT))}`,
)})`;

/** The provider was called and has not said what came of it, and its run is over. */
const orphaned = sql`(select min(m.sending_at) from messages m where m.workspace_id = w.id and m.orphaned and m.state = 'sending')`;
