import {
  grouped,
  type Instant,
  type JourneyDocument,
  type Json,
  type JsonObject,
  type PersonEvent,
  type ProfileFact,
  type ProfileId,
} from '@wend/engine';
import { sql } from 'drizzle-orm';
import type { Context, Scope } from '../access/index.ts';
import { presentPerson } from '../drive/facts/present-person.ts';
import type { ValueShape } from '../tables/index.ts';
import { sampleValue } from './sample-value.ts';

/** Somebody who has every attribute that the workspace has seen, with values that are made up: nobody in particular. */
export async function samplePerson(
  { db, workspaceId }: Context,
  { timeZone }: Pick<JourneyDocument, 'timeZone'>,
  now: Instant,
): Promise<ProfileFact> {
  const [workspace] = await db.execute<{ time_zone: string }>(
    sql`select time_zone from workspaces where id = ${workspaceId}`,
  );
  return {
    attributes: await samples({ db, workspaceId }, { kind: 'attribute', event: '' }, now),
    timeZone: timeZone === 'profile' ? (workspace?.time_zone ?? 'UTC') : timeZone,
  };
}

/** What would have let this person in: the last event of that name of theirs, else one made of what was seen. */
export async function entryOf(
  { db, workspaceId }: Context,
  { entry }: Pick<JourneyDocument, 'entry'>,
  profileId: ProfileId | undefined,
  now: Instant,
): Promise<PersonEvent> {
  const name = entry.kind === 'event' ? entry.event : 'Entered';
  const [last] =
    profileId === undefined
      ? []
      : await db.execute<{ properties: JsonObject }>(sql`
          select properties from events where workspace_id = ${workspaceId} and profile_id = ${presentPerson(workspaceId, sql`${profileId}::uuid`)} and name = ${name}
          order by at desc limit 1`);
  return {
    name,
    at: now,
    properties: last?.properties ?? (await samples({ db, workspaceId }, { kind: 'property', event: name }, now)),
  };
}

/** `address.city` stands within `address`, as it came. */
async function samples(
  { db, workspaceId }: Scope,
  { kind, event }: { readonly kind: 'attribute' | 'property'; readonly event: string },
  now: Instant,
): Promise<JsonObject> {
  const rows = await db.execute<{ name: string; shape: ValueShape }>(sql`
    select name, shape from event_names
    where workspace_id = ${workspaceId} and kind = ${kind} and event = ${event} and shape is not null order by name limit 1000`);
  const named = rows.map(({ name, shape }) => ({ path: name.split('.'), sample: sampleValue(name, shape, now) }));
  const within = grouped(
    named.filter(({ path }) => path.length > 1),
    ({ path }) => path[0] ?? '',
  );
  const inner = [...within].map(([outer, own]): [string, Json] => [
    outer,
    Object.fromEntries(own.map(({ path, sample }) => [path.slice(1).join('.'), sample])),
  ]);
  const outer = named
    .filter(({ path }) => path.length === 1)
    .map(({ path, sample }): [string, Json] => [String(path[0]), sample]);
  return Object.fromEntries([...inner, ...outer]);
}
