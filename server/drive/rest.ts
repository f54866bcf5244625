import type { ConvoyRest, PlannedCalls } from '@wend/workflows';
import { sql } from 'drizzle-orm';
import { epochMs } from '../database/index.ts';
import { readPresent } from '../trips/watermark.ts';
import { heldBack } from './behind.ts';
import type { DriveDeps } from './deps.ts';
import { callFrom, isActionable } from './due.ts';
import type { Trip } from './trip.ts';

/** A timer of less costs a second anyway, and one of exactly 0 takes another path in the SDK. */
const SHORTEST_MS = 1_000;
/** Runs that wait for their calls are woken by the end of those; this is the look in case they are not. */
const LONGEST_MS = 5 * 60_000;

/** When to come back: measured by Postgres, rounded up. A past due time that nobody may drive (held, claimed by another) is a second. */
export async function restOf(deps: DriveDeps, trip: Trip): Promise<ConvoyRest> {
  await deps.at?.('before-rest');
  const { live, actionable, nextMs, calls } = await outlook(deps, trip);
  if (live === 0) return (await closeIfEmpty(deps, trip)) ? { kind: 'done', calls } : { kind: 'again', calls };
  if (actionable > 0) return { kind: 'again', calls };
  return { kind: 'rest', ms: Math.max(SHORTEST_MS, Math.min(LONGEST_MS, Math.ceil(nextMs))), calls };
}

interface Outlook {
  readonly live: number;
  /** Free, and to be moved at once: what the slice left over. */
  readonly actionable: number;
  /** Infinite, where nothing has a time. */
  readonly nextMs: number;
  readonly calls: readonly PlannedCalls[];
}
interface OutlookRow {
  readonly [column: string]: unknown;
  readonly live: string;
  readonly actionable: string;
  readonly next_at: string | null;
  readonly calls: readonly string[] | null;
}

async function outlook(deps: DriveDeps, trip: Trip): Promise<Outlook> {
  const { db, clock } = deps;
  const { workspaceId, convoyId } = trip;
  const present = await readPresent(db, clock, workspaceId);
  const due = isActionable({ now: present.now, held: await heldBack(deps, trip, present) });
  const isToPerform = sql`c.due_at <= ${clock.sql} and (c.state = 'planned' or (c.state = 'calling' and c.lease_until < ${clock.sql}))`;
  const [row] = await db.execute<OutlookRow>(sql`
    select count(*) as live, count(*) filter (where (claim is null or lease_until < ${clock.sql}) and ${due}) as actionable,
      ${epochMs(sql`min(case when lease_until >= ${clock.sql} then lease_until
        when phase = 'calling' then (select c.due_at ${callFrom} and c.state = 'planned') else due_at end)`)} as next_at,
      array_agg(distinct asked.node_type) filter (where asked.node_type is not null) as calls
    from runs left join lateral (select c.node_type ${callFrom} and runs.phase = 'calling' and ${isToPerform}) asked on true
    where workspace_id = ${workspaceId} and convoy_id = ${convoyId} and ended_at is null and phase <> 'parked'`);
  return {
    live: Number(row?.live ?? 0),
    actionable: Number(row?.actionable ?? 0),
    nextMs: row?.next_at ? Number(row.next_at) - present.now : Number.POSITIVE_INFINITY,
    calls: (row?.calls ?? []).map((nodeType) => ({ nodeType })),
  };
}

/** Whether it is over: nobody joins a convoy that drives, so an empty one stays empty. */
export async function closeIfEmpty({ db, clock }: DriveDeps, { workspaceId, convoyId }: Trip): Promise<boolean> {
  const rows = await db.execute(sql`
    update convoys set phase = 'done', ended_at = ${clock.sql}
    where workspace_id = ${workspaceId} and id = ${convoyId} and phase <> 'done'
      and not exists (select from runs where runs.workspace_id = ${workspaceId} and runs.convoy_id = ${convoyId} and runs.ended_at is null and runs.phase <> 'parked')
    returning id`);
  return rows.length > 0;
}
