import type { JourneyId, WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import type { Clock } from '../clock/index.ts';
import type { Transaction } from '../database/index.ts';
import { askClock } from './ask-clock.ts';
import { exitRuns } from './exit-runs.ts';

/** What becomes of those who came due while the journey was paused. */
export type CatchUp =
  | { readonly kind: 'now' }
  | { readonly kind: 'spread'; readonly hours: number }
  | { readonly kind: 'skip'; readonly olderThanHours: number };

/** To be called in the transaction that resumes the journey; after the commit `trips.look()` wakes the clock. */
export async function catchUp(
  tx: Transaction,
  clock: Clock,
  workspaceId: WorkspaceId,
  journeyId: JourneyId,
  choice: CatchUp,
): Promise<void> {
  const overdue = sql`runs.workspace_id = ${workspaceId} and runs.journey_id = ${journeyId} and runs.ended_at is null and runs.phase <> 'parked'
    and runs.due_at <= ${clock.sql} and (runs.claim is null or runs.lease_until < ${clock.sql})`;
  if (choice.kind === 'spread') {
    // Who was due first comes first; the last one comes at the end of the time given.
    await tx.execute(sql`
      with ranked as (
        select workspace_id, profile_id, id, (row_number() over (order by due_at, id))::float8 / count(*) over () as place from runs where ${overdue}
      )
      update runs set due_at = ${clock.sql} + ranked.place * ${choice.hours} * interval '1 hour' from ranked
      where runs.workspace_id = ranked.workspace_id and runs.profile_id = ranked.profile_id and runs.id = ranked.id`);
  }
  if (choice.kind === 'skip') {
    const reason = { text: `Was due more than ${choice.olderThanHours} hours before the journey went on` };
    await exitRuns(
      tx,
      clock,
      workspaceId,
      sql`select profile_id, id as run_id, 'taken-out' as kind, null::uuid as event_id, ${JSON.stringify(reason)}::jsonb as reason
        from runs where ${overdue} and runs.due_at < ${clock.sql} - ${choice.olderThanHours} * interval '1 hour'`,
    );
  }
  await askClock(tx, clock, workspaceId);
}
