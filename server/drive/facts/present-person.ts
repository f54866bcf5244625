import type { ProfileId, WorkspaceId } from '@wend/engine';
import { type SQL, sql } from 'drizzle-orm';
import { type Reading, records } from '../../database/index.ts';

/** Whom a run's person has become, inside a statement: addresses, consent and events are the survivor's once two people are one. */
export function presentPerson(workspaceId: string, profileId: SQL): SQL {
  return sql`coalesce((select merged_into from profiles where workspace_id = ${workspaceId} and id = ${profileId}), ${profileId})`;
}

/** The same for many at once; who became nobody else is themselves. */
export async function presentPeople(
  db: Reading,
  workspaceId: WorkspaceId,
  profileIds: readonly ProfileId[],
): Promise<(profileId: ProfileId) => ProfileId> {
  const given = [...new Set(profileIds)].map((id) => ({ id }));
  const rows = await db.execute<{ id: ProfileId; merged_into: ProfileId }>(sql`
    select p.id, p.merged_into from ${records('given', given, { id: 'uuid' })}
    join profiles p on p.workspace_id = ${workspaceId} and p.id = given.id where p.merged_into is not null`);
  const became = new Map(rows.map(({ id, merged_into }) => [id, merged_into]));
  return (profileId) => became.get(profileId) ?? profileId;
}
