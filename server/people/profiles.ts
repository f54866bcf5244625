import { channel, type JsonObject, type ProfileId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Context, JourneyError } from '../access/index.ts';
import { anyObject, id, moment } from '../answers/index.ts';
import { containing, type PageOf, type SearchPage } from '../database/index.ts';
import type { ConsentAction, ContactPointState, EventType, IdentityKind, RunPhase } from '../tables/index.ts';
import { eventType } from './event-type.ts';
import { iso } from './iso.ts';
import { person, personOf } from './person.ts';
import { runPhase } from './run-phase.ts';

const attributes = anyObject('What the shop has told of the person');

export const listedProfile = z
  .object({ id, person, attributes, updatedAt: moment })
  .meta({ id: 'ListedProfile', description: 'A person as the list of people shows them' });
export type ListedProfile = z.infer<typeof listedProfile>;

export const profileView = z
  .object({
    id,
    person,
    attributes,
    timeZone: z.string().optional().meta({ description: 'IANA time zone, where it is known' }),
    language: z.string().optional(),
    country: z.string().optional(),
    identities: z
      .array(z.object({ kind: z.enum(['user', 'anonymous'] satisfies IdentityKind[]), value: z.string() }))
      .readonly()
      .meta({ description: 'The ids by which the shop knows this person' }),
    contactPoints: z
      .array(
        z.object({ channel, address: z.string(), state: z.enum(['active', 'invalid'] satisfies ContactPointState[]) }),
      )
      .readonly(),
    consent: z
      .array(
        z.object({
          channel,
          topic: z.string().meta({ description: '`*`: all that is written about' }),
          state: z.enum(['granted', 'withdrawn'] satisfies ConsentAction[]),
          at: moment,
        }),
      )
      .readonly(),
    runs: z
      .array(
        z.object({
          runId: id,
          journeyId: id,
          journeyName: z.string(),
          phase: runPhase,
          step: z.string(),
          enteredAt: moment,
          endedAt: moment.exactOptional(),
        }),
      )
      .readonly()
      .meta({ description: 'The latest fifty passages through journeys' }),
  })
  .meta({ id: 'Profile', description: 'All that is known of a person, beside what they did' });
export type ProfileView = z.infer<typeof profileView>;

export const profileEvent = z
  .object({ id, name: z.string(), type: eventType, at: moment, properties: anyObject('As they were sent') })
  .meta({ id: 'ProfileEvent' });
export type ProfileEvent = z.infer<typeof profileEvent>;

interface ProfileRow {
  readonly [column: string]: unknown;
  readonly id: ProfileId;
  readonly attributes: JsonObject;
  readonly updated_at: string;
  readonly time_zone: string | null;
  readonly language: string | null;
  readonly country: string | null;
}

/** People by name, address or id; the last changed first. */
export async function listProfiles(
  { db, workspaceId }: Context,
  { q, before, limit }: SearchPage,
): Promise<readonly ListedProfile[]> {
  const pattern = containing(q);
  const rows = await db.execute<ProfileRow>(sql`
    select * from profiles p where workspace_id = ${workspaceId} and merged_into is null
      ${
        pattern === undefined
          ? sql``
          : sql`and (concat_ws(' ', attributes->>'firstName', attributes->>'lastName', attributes->>'name', attributes->>'email', attributes->>'phone') ilike ${pattern}
        or exists (select from profile_identities i where i.workspace_id = p.workspace_id and i.profile_id = p.id and i.value = ${q}))`
      }
      ${before === undefined ? sql`` : sql`and id < ${before}`}
    order by id desc limit ${limit}`);
  return rows.map(listed);
}

/** These people as a list shows them, in the order of their ids. */
export async function profilesOf(
  { db, workspaceId }: Context,
  ids: readonly ProfileId[],
): Promise<readonly ListedProfile[]> {
  if (ids.length === 0) return [];
  const rows = await db.execute<ProfileRow>(
    sql`select * from profiles where workspace_id = ${workspaceId} and id = any(${sql.param([...ids])}::uuid[]) order by id`,
  );
  return rows.map(listed);
}

function listed(row: ProfileRow): ListedProfile {
  return {
    id: row.id,
    person: personOf(row.attributes),
    attributes: row.attributes,
    updatedAt: iso(row.updated_at),
  };
}

async function findProfile({ db, workspaceId }: Context, id: ProfileId): Promise<ProfileRow> {
  const [row] = await db.execute<ProfileRow>(
    sql`select * from profiles where workspace_id = ${workspaceId} and id = ${id}`,
  );
  if (!row) throw new JourneyError('not-found', 'There is no such person.');
  return row;
}

/** Everything that is known of one person, beside what they did. */
export async function readProfile(context: Context, id: ProfileId): Promise<ProfileView> {
  const { db, workspaceId } = context;
  const row = await findProfile(context, id);
  const of = sql`workspace_id = ${workspaceId} and profile_id = ${id}`;
  const [identities, contactPoints, consent, runs] = await Promise.all([
    db.execute<{ kind: IdentityKind; value: string }>(
      sql`select kind, value from profile_identities where ${of} order by kind desc, value`,
    ),
    db.execute<{ channel: string; address: string; state: ContactPointState }>(
      sql`select channel, address, state from contact_points where ${of} order by channel, created_at desc, id desc`,
    ),
    db.execute<{ channel: string; topic: string; state: ConsentAction; at: string }>(
      sql`select channel, topic, state, at from consent_states where ${of} order by channel, topic`,
    ),
    db.execute<{
      id: string;
      journey_id: string;
      name: string;
      phase: RunPhase;
      step: string;
      entered_at: string;
      ended_at: string | null;
    }>(sql`
      select r.id, r.journey_id, j.name, r.phase, r.step, r.entered_at, r.ended_at from runs r join journeys j on j.workspace_id = r.workspace_id and j.id = r.journey_id
      where r.workspace_id = ${workspaceId} and r.profile_id = ${id} order by r.id desc limit 50`),
  ]);
  return {
    id: row.id,
    person: personOf(row.attributes),
    attributes: row.attributes,
    timeZone: row.time_zone ?? undefined,
    language: row.language ?? undefined,
    country: row.country ?? undefined,
    identities: [...identities],
    contactPoints: [...contactPoints],
    consent: consent.map((one) => ({ ...one, at: iso(one.at) })),
    runs: runs.map((run) => ({
      runId: run.id,
      journeyId: run.journey_id,
      journeyName: run.name,
      phase: run.phase,
      step: run.step,
      enteredAt: iso(run.entered_at),
      ...(run.ended_at === null ? {} : { endedAt: iso(run.ended_at) }),
    })),
  };
}

/** What a person did, the latest first by the events' own time. */
export async function profileEvents(
  context: Context,
  id: ProfileId,
  { before, limit }: PageOf,
): Promise<readonly ProfileEvent[]> {
  const { db, workspaceId } = context;
  await findProfile(context, id);
  const later = sql`and (at, id) < (select at, id from events where workspace_id = ${workspaceId} and id = ${before})`;
  const rows = await db.execute<{ id: string; name: string; at: string; properties: JsonObject; type: EventType }>(sql`
    select id, name, at, properties, type from events where workspace_id = ${workspaceId} and profile_id = ${id} ${before === undefined ? sql`` : later}
    order by at desc, id desc limit ${limit}`);
  return rows.map((event) => ({
    id: event.id,
    name: event.name,
    type: event.type,
    at: iso(event.at),
    properties: event.properties,
  }));
}
