import type { Instant, JourneyId, JsonObject, ProfileId } from '@wend/engine';
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Context } from '../access/index.ts';
import { id, moment } from '../answers/index.ts';
import { epochMs, timestamp } from '../database/index.ts';
import { person, personOf } from '../people/person.ts';

export const activity = z
  .object({
    id: z.string().meta({ description: 'Of what happened: the same whoever tells it, and however often' }),
    at: moment,
    kind: z.enum(['entered', 'sent', 'clicked', 'converted', 'left']),
    text: z.string(),
    profileId: id,
    runId: id,
    person,
  })
  .meta({ id: 'Activity', description: 'Something a person did or got' });
export type Activity = z.infer<typeof activity>;

/** A row of "happening now", not yet with its person. */
export interface Happened {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly kind: Activity['kind'];
  readonly step: string | null;
  readonly profile_id: ProfileId;
  readonly run_id: string;
  /** When it happened; of a goal or a click by the sender's word. */
  readonly at: string;
  /** When we wrote it down, in milliseconds and as a number in text. */
  readonly noted: string;
}

/** The first that was written down of a journey after this instant, and is committed by now; by when it was written down. */
export async function happenedSince(
  { db, workspaceId }: Context,
  journeyId: JourneyId,
  since: Instant,
  limit: number,
): Promise<readonly Happened[]> {
  const after = timestamp(since);
  const of = (row: string): SQL =>
    sql`${sql.raw(row)}.workspace_id = ${workspaceId} and ${sql.raw(row)}.journey_id = ${journeyId}`;
  return db.execute<Happened>(sql`
    select kind || ' ' || key as id, kind, step, profile_id, run_id, ${epochMs(sql`x.at`)} as at, ${epochMs(sql`noted`)} as noted from (
      select created_at as noted, created_at as at, 'entered' as kind, id::text as key, null::text as step, profile_id, id as run_id from runs r where ${of('r')} and created_at > ${after}
      union all select ended_at, ended_at, 'left', id::text, null, profile_id, id from runs r where ${of('r')} and ended_at > ${after}
      union all select m.sending_at, m.sending_at, 'sent', m.id::text, m.step, m.profile_id, m.run_id
        from (${stepsOf(of('m'))}) steps cross join lateral (
          select * from messages m where ${of('m')} and m.step = steps.step and m.sending_at > ${after} offset 0) m
      union all select min(e.recorded_at), min(e.at), 'clicked', m.id::text, m.step, m.profile_id, m.run_id from message_events e
        join messages m on m.workspace_id = e.workspace_id and m.profile_id = e.profile_id and m.id = e.message_id
        where e.workspace_id = ${workspaceId} and e.kind = 'clicked' and not e.machine and e.recorded_at > ${after} and ${of('m')}
          and not exists (select from message_events f where f.workspace_id = e.workspace_id and f.profile_id = e.profile_id and f.message_id = e.message_id
            and f.kind = 'clicked' and not f.machine and f.recorded_at <= ${after})
        group by m.id, m.step, m.profile_id, m.run_id
      union all select recorded_at, at, 'converted', run_id || ' ' || goal, null, profile_id, run_id from conversions c where ${of('c')} and recorded_at > ${after}
    ) x order by x.noted, id limit ${limit}`);
}

/** Steps that have sent, by leaping from one to the next in the index, which holds messages step by step. */
function stepsOf(isOfJourney: SQL): SQL {
  const next = (after: SQL): SQL =>
    sql`select m.step from messages m where ${isOfJourney} ${after} order by m.step limit 1`;
  return sql`with recursive steps as (
      (${next(sql``)}) union all select (${next(sql`and m.step > steps.step`)}) from steps where steps.step is not null
    ) select step from steps where step is not null`;
}

/** The same with the people they are about. */
export async function withPeople(
  { db, workspaceId }: Context,
  happened: readonly Happened[],
): Promise<readonly Activity[]> {
  if (happened.length === 0) return [];
  const ids = [...new Set(happened.map((row) => row.profile_id))];
  const rows = await db.execute<{ id: ProfileId; attributes: JsonObject }>(
    sql`select id, attributes from profiles where workspace_id = ${workspaceId} and id = any(${sql.param(ids)}::uuid[])`,
  );
  const people = new Map(rows.map(({ id, attributes }) => [id, personOf(attributes)]));
  return happened.map((row) => ({
    id: row.id,
    at: new Date(Number(row.at)).toISOString(),
    kind: row.kind,
    text: wordsOf(row),
    profileId: row.profile_id,
    runId: row.run_id,
    person: people.get(row.profile_id) ?? personOf({}),
  }));
}

function wordsOf({ kind, step }: Happened): string {
  const words = {
    entered: 'entered',
    left: 'left the journey',
    sent: `got ${step}`,
    clicked: `clicked the link in ${step}`,
    converted: 'reached the goal',
  };
  return words[kind];
}
