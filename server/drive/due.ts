import type { Instant, RunId } from '@wend/engine';
import { type Placeholder, type SQL, sql } from 'drizzle-orm';
import { timestamp } from '../database/index.ts';

const hasExit = sql`exists (select from run_exits x where x.workspace_id = runs.workspace_id and x.profile_id = runs.profile_id and x.run_id = runs.id)`;
const hasWake = sql`exists (
  select from waits w join wakes k on k.workspace_id = w.workspace_id and k.profile_id = w.profile_id and k.wait_id = w.id
  where w.workspace_id = runs.workspace_id and w.profile_id = runs.profile_id and w.run_id = runs.id and w.closed_at is null)`;
const isPaused = sql`exists (select from journeys j where j.workspace_id = runs.workspace_id and j.id = runs.journey_id and j.state = 'paused')`;
const message = sql`from messages m where m.workspace_id = runs.workspace_id and m.profile_id = runs.profile_id and m.run_id = runs.id and m.step = runs.step and m.visit = runs.visit`;
const call = sql`from calls c where c.workspace_id = runs.workspace_id and c.profile_id = runs.profile_id and c.run_id = runs.id and c.step = runs.step and c.visit = runs.visit`;

/** As of when runs are looked at, and which of them the matcher has to pass first. */
export interface AsOf {
  readonly now: Instant;
  readonly held: ReadonlySet<RunId>;
}

/** Live runs that can be moved now, whoever holds them. A run of a paused journey can only end. */
export function isActionable({ now, held }: AsOf): SQL {
  return actionable(timestamp(now), sql`${sql.param([...held])}`);
}

/** The same for a statement that is built once: `now` in ISO 8601 and the ids of `held` are filled in by name. */
export function isActionableLater(now: Placeholder, held: Placeholder): SQL {
  return actionable(sql`${now}::timestamptz`, sql`${held}`);
}

function actionable(now: SQL, held: SQL): SQL {
  const isHeld = sql`runs.id = any(${held}::uuid[])`;
  return sql`(runs.ended_at is null and runs.phase <> 'parked' and (${hasExit} or (not ${isPaused} and case runs.phase
    when 'waiting' then ${hasWake} or (runs.due_at <= ${now} and not ${isHeld})
    when 'sending' then exists (select 1 ${message} and (m.state not in ('planned', 'sending')
      or (m.state = 'planned' and runs.due_at <= ${now} and coalesce(m.slot_at <= ${now}, true)) or (m.state = 'sending' and m.resolve_after <= ${now})))
    when 'calling' then exists (select 1 ${call} and c.state in ('done', 'failed', 'unknown'))
    else runs.due_at <= ${now} end)))`;
}

export { call as callFrom, hasExit, hasWake, isPaused };
