import type { WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { ReadAgain, records, type Transaction } from '../../database/index.ts';
import { newId } from '../../ids/index.ts';
import type { MatcherDeps } from '../contract.ts';
import { identityKey } from './identity.ts';
import type { People } from './people.ts';
import type { Consent, Person } from './person.ts';

type Given = readonly [MatcherDeps, Transaction, WorkspaceId];

const personColumns = {
  id: 'uuid',
  attributes: 'jsonb',
  timeZone: 'text',
  language: 'text',
  country: 'text',
  createdAt: 'instant',
} as const;

/** New people and what changed of the others. */
export async function storePeople(
  ...[{ clock }, tx, workspaceId, people]: [...Given, readonly Person[]]
): Promise<void> {
  const made = people.filter(({ isNew }) => isNew).map(rowOf);
  const changed = people.filter(({ isNew, changed: is }) => is && !isNew).map(rowOf);
  if (made.length > 0) {
    await tx.execute(sql`
      insert into profiles (workspace_id, id, attributes, time_zone, language, country, created_at, updated_at)
      select ${workspaceId}, id, attributes, time_zone, language, country, created_at, ${clock.sql} from ${records('given', made, personColumns)}`);
  }
  if (changed.length > 0) {
    await tx.execute(sql`
      update profiles set attributes = given.attributes, time_zone = given.time_zone, language = given.language, country = given.country, updated_at = ${clock.sql}
      from ${records('given', changed, personColumns)} where profiles.workspace_id = ${workspaceId} and profiles.id = given.id`);
  }
}

function rowOf({
  id,
  attributes,
  timeZone,
  language,
  country,
  createdAt,
}: Person): Pick<Person, keyof typeof personColumns> {
  return { id, attributes, timeZone, language, country, createdAt };
}

/** One id, one person: whoever finds an id taken meanwhile begins again and finds its person. Taken in one order, so that nobody waits in a ring. */
export async function storeIdentities(...[{ clock }, tx, workspaceId, people]: [...Given, People]): Promise<void> {
  const rows = people.newIdentities
    .map(({ identity, person }) => ({ ...identity, profileId: people.current(person), key: identityKey(identity) }))
    .sort((one, other) => (one.key < other.key ? -1 : 1));
  if (rows.length === 0) return;
  const stored = await tx.execute(sql`
    insert into profile_identities (workspace_id, kind, value, profile_id, created_at)
    select ${workspaceId}, kind, value, profile_id, ${clock.sql} from ${records('given', rows, { kind: 'text', value: 'text', profileId: 'uuid', key: 'text' })}
    on conflict do nothing returning value`);
  if (stored.length < rows.length) throw new ReadAgain('Who somebody is');
}

export async function storeContactPoints(
  ...[{ clock }, tx, workspaceId, people]: [...Given, readonly Person[]]
): Promise<void> {
  const rows = people.flatMap(({ id, contactPoints }) =>
    contactPoints.map((point) => ({ ...point, profileId: id, id: newId() })),
  );
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into contact_points (workspace_id, profile_id, id, channel, address, created_at)
    select ${workspaceId}, profile_id, id, channel, address, ${clock.sql}
    from ${records('given', rows, { profileId: 'uuid', id: 'uuid', channel: 'text', address: 'text' })}
    on conflict do nothing`);
}

/** Appends what was said to the log, and adds it up: the latest wins, a withdrawal at a tie. Saying the same again is no news. */
export async function storeConsents(...[, tx, workspaceId, people]: [...Given, readonly Person[]]): Promise<void> {
  const said = people.flatMap(({ id, consents }) =>
    consents.map((consent) => ({ ...consent, profileId: id, id: newId() })),
  );
  if (said.length === 0) return;
  const columns = {
    profileId: 'uuid',
    id: 'uuid',
    channel: 'text',
    topic: 'text',
    action: 'text',
    at: 'instant',
  } as const;
  await tx.execute(sql`
    insert into consent_events (workspace_id, profile_id, id, channel, topic, action, source, at)
    select ${workspaceId}, given.profile_id, given.id, given.channel, given.topic, given.action, 'identify', given.at from ${records('given', said, columns)}
    left join consent_states s on s.workspace_id = ${workspaceId} and s.profile_id = given.profile_id and s.channel = given.channel and s.topic = given.topic
    where s.state is distinct from given.action`);
  await tx.execute(sql`
    insert into consent_states (workspace_id, profile_id, channel, topic, state, at)
    select ${workspaceId}, profile_id, channel, topic, action, at from ${records('given', latestOf(said), columns)}
    on conflict (workspace_id, profile_id, channel, topic) do update set state = excluded.state, at = excluded.at
    where excluded.at > consent_states.at or (excluded.at = consent_states.at and excluded.state = 'withdrawn')`);
}

function latestOf<One extends Consent & { readonly profileId: string }>(said: readonly One[]): readonly One[] {
  const latest = new Map<string, One>();
  for (const one of said) {
    const key = [one.profileId, one.channel, one.topic].join(' ');
    const found = latest.get(key);
    if (!found || one.at > found.at || (one.at === found.at && one.action === 'withdrawn')) latest.set(key, one);
  }
  return [...latest.values()];
}
