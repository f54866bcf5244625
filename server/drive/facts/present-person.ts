import { type SQL, sql } from 'drizzle-orm';

/** Whom a run's person has become, inside a statement: addresses, consent and events are the survivor's once two people are one. */
export function presentPerson(workspaceId: string, profileId: SQL): SQL {
  return sql`coalesce((select merged_into from profiles where workspace_id = ${workspaceId} and id = ${profileId}), ${profileId})`;
}
