import type { WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import type { Clock } from '../clock/index.ts';
import { records, type Transaction } from '../database/index.ts';
import { askClock } from './ask-clock.ts';
import type { RunKey } from './contract.ts';

/** Sets parked runs going again from where they stood. Answers how many; after the commit `trips.look()` wakes the clock. */
export async function retryParked(
  tx: Transaction,
  clock: Clock,
  workspaceId: WorkspaceId,
  runs: readonly RunKey[],
): Promise<number> {
  const rows = await tx.execute(sql`
    update runs r set claims = 0, error = null, due_at = coalesce((select least(w.until, w.recheck_at) from waits w where w.workspace_id = r.workspace_id and w.profile_id = r.profile_id and w.run_id = r.id and w.closed_at is null), ${clock.sql}), phase = case
      when exists (select from waits w where w.workspace_id = r.workspace_id and w.profile_id = r.profile_id and w.run_id = r.id and w.closed_at is null) then 'waiting'
      when exists (select from messages m where m.workspace_id = r.workspace_id and m.profile_id = r.profile_id and m.run_id = r.id and m.step = r.step and m.visit = r.visit) then 'sending'
      when exists (select from calls c where c.workspace_id = r.workspace_id and c.profile_id = r.profile_id and c.run_id = r.id and c.step = r.step and c.visit = r.visit) then 'calling'
      else 'moving' end
    from ${records('given', runs, { profileId: 'uuid', runId: 'uuid' })}
    where r.workspace_id = ${workspaceId} and r.profile_id = given.profile_id and r.id = given.run_id and r.phase = 'parked'
    returning r.id`);
  if (rows.length > 0) await askClock(tx, clock, workspaceId);
  return rows.length;
}
