import type { JsonObject, ProfileId, RunId, WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { type Reading, records } from '../database/index.ts';
import type { Watermarks } from '../trips/watermark.ts';

/** What each run changed of its person, by path, in order. */
export type OwnChanges = ReadonlyMap<RunId, readonly JsonObject[]>;

/**
 * Of these runs, those of whose own changes to their person some are still to be learned: their profile is not yet what they made it.
 * Asks nothing while no such event waits.
 */
export async function ownChanges(
  db: Reading,
  workspaceId: WorkspaceId,
  { isTold }: Pick<Watermarks, 'isTold'>,
  runs: readonly { readonly id: RunId; readonly profileId: ProfileId }[],
): Promise<OwnChanges> {
  if (!isTold || runs.length === 0) return new Map();
  const given = records(
    'given',
    runs.map(({ id, profileId }) => ({ id, profileId })),
    { id: 'uuid', profileId: 'uuid' },
  );
  const rows = await db.execute<{ id: RunId; traits: JsonObject }>(sql`
    select given.id, e.traits from ${given}
    join profiles p on p.workspace_id = ${workspaceId} and p.id = given.profile_id
    join event_queue q on q.workspace_id = ${workspaceId} and q.stage = 'learn' and q.parked_at is null and q.profile_id = coalesce(p.merged_into, p.id)
    join events e on e.workspace_id = q.workspace_id and e.id = q.event_id and e.emitted_by = given.id and e.type = 'identify'
    order by q.seq`);
  const changes = new Map<RunId, JsonObject[]>();
  for (const { id, traits } of rows) changes.set(id, [...(changes.get(id) ?? []), traits]);
  return changes;
}
