import type { ConvoyInput } from '@wend/workflows';
import { sql } from 'drizzle-orm';
import { presentEpoch } from '../trips/epoch.ts';
import type { DriveDeps } from './deps.ts';

/**
 * Clears the wake before anything is looked at, so that one that comes from now on is a new one. False for a convoy that is over, or
 * of an older life of the system: an old Temporal drives nobody.
 */
export async function beginDrive({ db }: DriveDeps, { workspaceId, convoyId, epoch }: ConvoyInput): Promise<boolean> {
  const rows = await db.execute(sql`
    with present as (
      select workspace_id, id, phase, wake_requested from convoys
      where workspace_id = ${workspaceId} and id = ${convoyId} and phase <> 'done' and epoch = ${epoch} and ${presentEpoch} = ${epoch}
      for update
    ),
    cleared as (
      update convoys set wake_requested = false, phase = 'driving' from present
      where convoys.workspace_id = present.workspace_id and convoys.id = present.id and (present.wake_requested or present.phase <> 'driving')
    )
    select id from present`);
  return rows.length > 0;
}
