import { sql } from 'drizzle-orm';
import { records, type Transaction } from '../../database/index.ts';
import type { Trip } from '../trip.ts';
import type { Moved } from '../walk-batch.ts';

/** Opens and closes the visits of these runs, in one statement. A repeated visit is the same visit. */
export async function recordVisits(tx: Transaction, { workspaceId }: Trip, moved: readonly Moved[]): Promise<void> {
  const visits = moved.flatMap(({ claimed: { run }, walked }) =>
    walked.visits.map(({ step, n, at, left }) => ({
      profileId: run.profileId,
      runId: run.id,
      step,
      n,
      at,
      leftAt: left?.at,
      port: left?.port,
      toStep: left?.to,
      reason: left?.reason,
    })),
  );
  if (visits.length === 0) return;
  await tx.execute(sql`
    insert into visits (workspace_id, profile_id, run_id, step, n, at, left_at, port, to_step, reason)
    select ${workspaceId}, profile_id, run_id, step, n, at, left_at, port, to_step, reason
    from ${records('given', visits, { profileId: 'uuid', runId: 'uuid', step: 'text', n: 'integer', at: 'instant', leftAt: 'instant', port: 'text', toStep: 'text', reason: 'jsonb' })}
    on conflict (workspace_id, profile_id, run_id, step, n)
    do update set left_at = excluded.left_at, port = excluded.port, to_step = excluded.to_step, reason = excluded.reason where visits.left_at is null`);
}
