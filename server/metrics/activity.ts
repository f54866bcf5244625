import type { Instant, JourneyId, JsonObject } from '@wend/engine';
import { sql } from 'drizzle-orm';
import type { Context } from '../access/index.ts';
import { timestamp } from '../database/index.ts';
import { iso } from '../people/iso.ts';
import { type Person, personOf } from '../people/person.ts';

/** Something a person did or got, as "happening now" says it. */
export interface Activity {
  readonly at: string;
  readonly kind: 'entered' | 'sent' | 'clicked' | 'converted' | 'left';
  readonly text: string;
  readonly profileId: string;
  readonly runId: string;
  readonly person: Person;
}

interface Row {
  readonly [column: string]: unknown;
  readonly at: string;
  readonly kind: Activity['kind'];
  readonly step: string | null;
  readonly profile_id: string;
  readonly run_id: string;
  readonly attributes: JsonObject;
}

/** What happened in a journey after this instant, at most twenty things, oldest first. */
export async function latestActivity(
  { db, workspaceId }: Context,
  journeyId: JourneyId,
  since: Instant,
): Promise<readonly Activity[]> {
  const after = timestamp(since);
  const of = sql`workspace_id = ${workspaceId} and journey_id = ${journeyId}`;
  const rows = await db.execute<Row>(sql`
    select * from (
      select x.*, p.attributes from (
        select created_at as at, 'entered' as kind, null::text as step, profile_id, id as run_id from runs where ${of} and created_at > ${after}
        union all select ended_at, 'left', null, profile_id, id from runs where ${of} and ended_at > ${after}
        union all select sending_at, 'sent', step, profile_id, run_id from messages where ${of} and sending_at > ${after}
        union all select clicked_at, 'clicked', step, profile_id, run_id from messages where ${of} and clicked_at > ${after}
        union all select at, 'converted', null, profile_id, run_id from conversions where ${of} and at > ${after}
      ) x join profiles p on p.workspace_id = ${workspaceId} and p.id = x.profile_id order by x.at desc limit 20
    ) latest order by at`);
  return rows.map((row) => ({
    at: iso(row.at),
    kind: row.kind,
    text: wordsOf(row),
    profileId: row.profile_id,
    runId: row.run_id,
    person: personOf(row.attributes),
  }));
}

function wordsOf({ kind, step }: Row): string {
  const words = {
    entered: 'entered',
    left: 'left the journey',
    sent: `got ${step}`,
    clicked: `clicked the link in ${step}`,
    converted: 'reached the goal',
  };
  return words[kind];
}
