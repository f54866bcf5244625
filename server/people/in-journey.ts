import type { JourneyId, JsonObject, Reason } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Context } from '../access/index.ts';
import { id, moment } from '../answers/index.ts';
import type { RunPhase } from '../tables/index.ts';
import { iso } from './iso.ts';
import { person, personOf } from './person.ts';
import { runPhase } from './run-phase.ts';
import { standing } from './standing.ts';

export const whereabouts = z.enum(['resting', 'passed', 'ended', 'parked']);

export const personInJourney = z
  .object({
    runId: id,
    profileId: id,
    person,
    step: z.string(),
    phase: runPhase,
    since: moment,
    dueAt: moment.exactOptional().meta({ description: 'When they go on, where nothing else comes first' }),
    why: z.string().exactOptional().meta({ description: 'What they wait for, why they left, or the fault' }),
  })
  .meta({ id: 'PersonInJourney' });
export type PersonInJourney = z.infer<typeof personInJourney>;

interface Row {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly profile_id: string;
  readonly attributes: JsonObject;
  readonly step: string;
  readonly phase: RunPhase;
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
    readonly state?: z.infer<typeof whereabouts> | undefined;
    readonly before?: string | undefined;
    readonly limit: number;
  },
): Promise<readonly PersonInJourney[]> {
  const page = sql`${before === undefined ? sql`` : sql`and r.id < ${before}`} order by r.id desc limit ${limit}`;
  const isOfJourney = sql`r.workspace_id = ${workspaceId} and r.journey_id = ${journeyId}`;
  const at = step === undefined ? sql`` : sql`and r.step = ${step}`;
  const scope = {
    resting:
      step === undefined
        ? sql`and r.ended_at is null`
        : sql`and (r.profile_id, r.id) in (${standing(isOfJourney, step, page)})`,
    parked: sql`and r.is_parked ${at}`,
    ended: sql`and r.ended_at is not null ${at}`,
    passed:
      step === undefined
        ? sql`and (r.profile_id, r.id) in (
            (select r.profile_id, r.id from runs r where ${isOfJourney} and r.ended_at is null ${page})
            union all (select r.profile_id, r.id from runs r where ${isOfJourney} and r.ended_at is not null ${page}))`
        : sql`and exists (select from visits v where v.workspace_id = r.workspace_id and v.profile_id = r.profile_id and v.run_id = r.id and v.step = ${step} and v.left_at is not null)`,
  }[state ?? 'resting'];
  const rows = await db.execute<Row>(sql`
    select r.id, r.profile_id, p.attributes, r.step, r.phase, coalesce(r.ended_at, r.arrived_at) as since, r.due_at, r.error, r.end_reason, w.reason as wait_reason
    from runs r join profiles p on p.workspace_id = r.workspace_id and p.id = r.profile_id
    left join waits w on w.workspace_id = r.workspace_id and w.profile_id = r.profile_id and w.run_id = r.id and w.closed_at is null
    where ${isOfJourney} ${scope} ${page}`);
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
