import { sql } from 'drizzle-orm';
import { records } from '../../database/index.ts';
import type { FactReader } from './context.ts';

export const assignmentFact: FactReader<'assignment'> = async ({ db, workspaceId }, { step }, runs) => {
  const given = runs.map(({ id, profileId, journeyId }) => ({ runId: id, profileId, journeyId }));
  const rows = await db.execute<{ run_id: string; arm: string }>(sql`
    select given.run_id, a.arm from ${records('given', given, { runId: 'uuid', profileId: 'uuid', journeyId: 'uuid' })}
    join assignments a on a.workspace_id = ${workspaceId} and a.profile_id = given.profile_id and a.journey_id = given.journey_id and a.step = ${step}`);
  const found = new Map(rows.map(({ run_id, arm }) => [run_id, arm]));
  return runs.map((run) => found.get(run.id));
};
