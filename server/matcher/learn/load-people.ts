import type { JsonObject, ProfileId, WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { epochMs, ReadAgain, records, type Transaction, together } from '../../database/index.ts';
import type { MatcherDeps, Queued } from '../contract.ts';
import { type Identity, identitiesOf, identityKey } from './identity.ts';
import { People } from './people.ts';
import type { Person } from './person.ts';

/**
 * Reads everyone these events may be about and locks them, in the order of their ids. What the ids of the outside world mean is read
 * again under the locks: a merge needs the same locks, so from then on it stands.
 */
export async function loadPeople(
  deps: MatcherDeps,
  tx: Transaction,
  workspaceId: WorkspaceId,
  events: readonly Queued[],
): Promise<People> {
  const identities = [
    ...new Map(
      events
        .flatMap((event) => (event.profileId === undefined ? identitiesOf(event) : []))
        .map((one) => [identityKey(one), one]),
    ).values(),
  ];
  const runsOf = events.flatMap(({ profileId }) => profileId ?? []);
  const [before, followed] = await together(meaning(tx, workspaceId, identities), follow(tx, workspaceId, runsOf));
  // Erased since the event was read.
  if (runsOf.some((id) => !followed.has(id))) throw new ReadAgain('Who somebody is');
  const stored = await lock(tx, workspaceId, [...new Set([...before.values(), ...followed.values()])]);
  await deps.at?.('learn:locked');
  const ids = stored.map(({ id }) => id);
  const [after, known] = await together(meaning(tx, workspaceId, identities), knownAmong(tx, workspaceId, ids));
  if (!isSame(before, after)) throw new ReadAgain('Who somebody is');
  return new People(
    stored.map((person) => ({ ...person, known: known.has(person.id) })),
    after,
    followed,
  );
}

async function meaning(
  tx: Transaction,
  workspaceId: WorkspaceId,
  identities: readonly Identity[],
): Promise<ReadonlyMap<string, ProfileId>> {
  if (identities.length === 0) return new Map();
  const rows = await tx.execute<{ kind: Identity['kind']; value: string; profile_id: ProfileId }>(sql`
    select i.kind, i.value, i.profile_id from ${records('given', identities, { kind: 'text', value: 'text' })}
    join profile_identities i on i.workspace_id = ${workspaceId} and i.kind = given.kind and i.value = given.value`);
  return new Map(rows.map(({ kind, value, profile_id }) => [identityKey({ kind, value }), profile_id]));
}

/** Whom the people of runs are now. */
async function follow(
  tx: Transaction,
  workspaceId: WorkspaceId,
  ids: readonly ProfileId[],
): Promise<ReadonlyMap<ProfileId, ProfileId>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.execute<{ id: ProfileId; person: ProfileId }>(sql`
    select p.id, coalesce(p.merged_into, p.id) as person from ${records(
      'given',
      [...new Set(ids)].map((id) => ({ id })),
      { id: 'uuid' },
    )}
    join profiles p on p.workspace_id = ${workspaceId} and p.id = given.id`);
  return new Map(rows.map(({ id, person }) => [id, person]));
}

interface PersonRow {
  readonly [column: string]: unknown;
  readonly id: ProfileId;
  readonly merged_into: ProfileId | null;
  readonly attributes: JsonObject;
  readonly time_zone: string | null;
  readonly language: string | null;
  readonly country: string | null;
  readonly created_at: string;
}

async function lock(tx: Transaction, workspaceId: WorkspaceId, ids: readonly ProfileId[]): Promise<readonly Person[]> {
  if (ids.length === 0) return [];
  const rows = await tx.execute<PersonRow>(sql`
    select id, merged_into, attributes, time_zone, language, country, ${epochMs(sql`created_at`)} as created_at
    from profiles where workspace_id = ${workspaceId} and id in (select id from ${records(
      'given',
      ids.map((id) => ({ id })),
      { id: 'uuid' },
    )})
    order by id for no key update`);
  if (rows.some(({ merged_into }) => merged_into !== null)) throw new ReadAgain('Who somebody is');
  return rows.map((row) => ({
    id: row.id,
    isNew: false,
    known: false,
    attributes: row.attributes,
    timeZone: row.time_zone ?? undefined,
    language: row.language ?? undefined,
    country: row.country ?? undefined,
    createdAt: Number(row.created_at),
    changed: false,
    contactPoints: [],
    consents: [],
  }));
}

async function knownAmong(
  tx: Transaction,
  workspaceId: WorkspaceId,
  ids: readonly ProfileId[],
): Promise<ReadonlySet<ProfileId>> {
  if (ids.length === 0) return new Set();
  const rows = await tx.execute<{ profile_id: ProfileId }>(sql`
    select distinct i.profile_id from ${records(
      'given',
      ids.map((id) => ({ id })),
      { id: 'uuid' },
    )}
    join profile_identities i on i.workspace_id = ${workspaceId} and i.profile_id = given.id and i.kind = 'user'`);
  return new Set(rows.map(({ profile_id }) => profile_id));
}

function isSame(before: ReadonlyMap<string, ProfileId>, after: ReadonlyMap<string, ProfileId>): boolean {
  return before.size === after.size && [...before].every(([key, id]) => after.get(key) === id);
}
