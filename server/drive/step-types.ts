import type { JourneyVersionId, WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { type Reading, records } from '../database/index.ts';

/** The node type of a step, by version and step. */
export async function stepTypesOf(
  db: Reading,
  workspaceId: WorkspaceId,
  versions: readonly JourneyVersionId[],
): Promise<(versionId: JourneyVersionId, step: string) => string> {
  const given = [...new Set(versions)].map((id) => ({ id }));
  const rows = await db.execute<{ id: string; step: string; type: string }>(sql`
    select v.id, s.key as step, s.value ->> 'type' as type from ${records('given', given, { id: 'uuid' })}
    join journey_versions v on v.workspace_id = ${workspaceId} and v.id = given.id, jsonb_each(v.document -> 'steps') s`);
  const types = new Map(rows.map(({ id, step, type }) => [`${id} ${step}`, type]));
  return (versionId, step) => types.get(`${versionId} ${step}`) ?? '';
}
