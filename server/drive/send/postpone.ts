import { sql } from 'drizzle-orm';
import { records } from '../../database/index.ts';
import type { DriveDeps } from '../deps.ts';
import type { Trip } from '../trip.ts';
import type { PlannedSend } from './candidates.ts';

/** The provider's line is full or cut: these try again in a second, and nobody waits for them. */
export async function postpone(
  deps: DriveDeps,
  { workspaceId, claim }: Trip,
  planned: readonly PlannedSend[],
): Promise<void> {
  await deps.db.execute(sql`
    update runs set due_at = ${deps.clock.sql} + interval '1 second', claim = null, lease_until = null, claims = 0
    from ${records(
      'given',
      planned.map(({ run: { profileId, id } }) => ({ profileId, id })),
      { profileId: 'uuid', id: 'uuid' },
    )}
    where runs.workspace_id = ${workspaceId} and runs.profile_id = given.profile_id and runs.id = given.id and runs.claim = ${claim}`);
}
