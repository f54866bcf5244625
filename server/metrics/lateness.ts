import type { JsonObject } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Context } from '../access/index.ts';
import { id, moment } from '../answers/index.ts';
import { parkedEvent, parkedEvents } from '../people/parked-events.ts';
import { person, personOf } from '../people/person.ts';
import { readLate } from '../watch/late.ts';
import { type Part, parts } from '../watch/readiness.ts';

/** So many of those who stand aside are named; all of them are counted. */
const NAMED = 20;

const heldUpPerson = z.object({
  runId: id,
  profileId: id,
  person,
  journeyId: id,
  journeyName: z.string(),
  why: z.string().meta({ description: 'The fault that holds them up' }),
});
const ms = (what: string) => z.int().meta({ description: `${what}, in milliseconds; 0 where nothing is late` });

export const lateness = z
  .object({
    asOf: moment,
    eventsMs: ms('How long ago the oldest event came in that is still to be processed'),
    peopleMs: ms(
      'How long ago the person was due who waits longest; whoever stands in a paused journey is not waited for',
    ),
    messagesMs: ms('For how long the message that waits longest may leave, or is with a provider that does not answer'),
    missing: z.array(z.enum(parts)).readonly().meta({ description: 'Parts of Wend that do not work' }),
    silentProviders: z
      .array(z.object({ id, channel: z.string(), name: z.string() }))
      .readonly()
      .meta({ description: 'Accounts at providers whose last calls all went unanswered' }),
    people: z
      .object({ count: z.int(), first: z.array(heldUpPerson).readonly() })
      .meta({ description: 'Whom a fault holds up until somebody tries again' }),
    events: z
      .object({ count: z.int(), first: z.array(parkedEvent).readonly() })
      .meta({ description: 'Events that could not be processed and were set aside; they hold nobody up' }),
  })
  .meta({ id: 'Lateness', description: 'Whether everything is up to date, and what keeps it from being so' });
export type Lateness = z.infer<typeof lateness>;

/** What is known of the machine as a whole. */
export interface Machine {
  readonly missing: readonly { readonly part: Part }[];
  /** Ids of accounts, of any workspace. */
  readonly silentProviders: readonly string[];
}

export async function latenessOf(context: Context, machine: Machine): Promise<Lateness> {
  const { db, clock, workspaceId } = context;
  const [now, [late], people, events, silent] = await Promise.all([
    clock.now(db),
    readLate(db, clock, workspaceId),
    heldUp(context),
    parkedEvents(context, { before: undefined, limit: NAMED }),
    providersOf(context, machine.silentProviders),
  ]);
  return {
    asOf: new Date(now).toISOString(),
    eventsMs: late?.eventsMs ?? 0,
    peopleMs: late?.runsMs ?? 0,
    messagesMs: late?.messagesMs ?? 0,
    missing: machine.missing.map(({ part }) => part),
    silentProviders: silent,
    people: { count: late?.parkedRuns ?? 0, first: people },
    events: { count: late?.parkedEvents ?? 0, first: events },
  };
}

interface PersonRow {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly profile_id: string;
  readonly attributes: JsonObject;
  readonly journey_id: string;
  readonly journey_name: string;
  readonly error: string | null;
}

async function heldUp({ db, workspaceId }: Context): Promise<Lateness['people']['first']> {
  const rows = await db.execute<PersonRow>(sql`
    select r.id, r.profile_id, p.attributes, r.journey_id, j.name as journey_name, r.error from runs r
    join profiles p on p.workspace_id = r.workspace_id and p.id = r.profile_id
    join journeys j on j.workspace_id = r.workspace_id and j.id = r.journey_id
    where r.workspace_id = ${workspaceId} and r.is_parked order by r.id desc limit ${NAMED}`);
  return rows.map((row) => ({
    runId: row.id,
    profileId: row.profile_id,
    person: personOf(row.attributes),
    journeyId: row.journey_id,
    journeyName: row.journey_name,
    why: row.error ?? '',
  }));
}

async function providersOf({ db, workspaceId }: Context, ids: readonly string[]): Promise<Lateness['silentProviders']> {
  if (ids.length === 0) return [];
  return db.execute<{ id: string; channel: string; name: string }>(sql`
    select id, channel, name from providers where workspace_id = ${workspaceId} and id = any(${sql.param([...ids])}::uuid[])
    order by channel, name, id`);
}
