import type { JourneyId, JsonObject, Reason } from '@wend/engine';
import { sql } from 'drizzle-orm';
import type { Context } from '../access/index.ts';
import { iso } from './iso.ts';
import { personOf } from './person.ts';

export type Whereabouts = 'resting' | 'passed' | 'ended' | 'parked';

interface Row {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly profile_id: string;
  readonly attributes: JsonObject;
  readonly step: string;
  readonly phase: string;
  readonly since: string;
  readonly due_at: string | null;
  readonly error: string | null;
  readonly end_reason: Reason | null;
  readonly wait_reason: Reason | null;
}

/** People of a journey by where they are: at a step now, through it, at the end, or held up by a fault. The latest first. */
export async function peopleInJourney(
  { db, workspaceId }: Context,
  journeyId: JourneyId,
  {
    step,
    state,
    before,
    limit,
  }: {
    readonly step?: string | undefined;
    readonly state?: Whereabouts | undefined;
    readonly before?: string | undefined;
    readonly limit: number;
  },
) {
  const at = step === undefined ? sql`` : sql`and r.step = ${step}`;
  const scope = {
    resting: sql`and r.ended_at is null ${at}`,
    parked: sql`and r.phase = 'parked' ${at}`,
    ended: sql`and r.ended_at is not null ${at}`,
    passed:
      step === undefined
        ? sql``
        : sql`and exists (select from visits v where v.workspace_id = r.workspace_id and v.profile_id = r.profile_id and v.run_id = r.id and v.step = ${step} and v.left_at is not null)`,
  }[state ?? 'resting'];
  const rows = await db.execute<Row>(sql`
    select r.id, r.profile_id, p.attributes, r.step, r.phase, coalesce(r.ended_at, r.arrived_at) as since, r.due_at, r.error, r.end_reason, w.reason as wait_reason
    from runs r join profiles p on p.workspace_id = r.workspace_id and p.id = r.profile_id
    left join waits w on w.workspace_id = r.workspace_id and w.profile_id = r.profile_id and w.run_id = r.id and w.closed_at is null
    where r.workspace_id = ${workspaceId} and r.journey_id = ${journeyId} ${scope} ${before === undefined ? sql`` : sql`and r.id < ${before}`}
    order by r.id desc limit ${limit}`);
  return rows.map((row) => ({
    runId: row.id,
    profileId: row.profile_id,
    person: personOf(row.attributes),
    step: row.step,
    phase: row.phase,
    since: iso(row.since),
    ...(row.due_at === null || row.phase === 'ended' ? {} : { dueAt: iso(row.due_at) }),
    ...whyOf(row),
  }));
}

function whyOf({ error, end_reason, wait_reason }: Row): { readonly why?: string } {
  const why = error ?? end_reason?.text ?? wait_reason?.text;
  return why === undefined ? {} : { why };
}
