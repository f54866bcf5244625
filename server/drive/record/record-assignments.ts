import type { Instant } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { records, type Transaction } from '../../database/index.ts';
import type { Trip } from '../trip.ts';
import type { Moved } from '../walk-batch.ts';

/** Before their runs are moved, since locks go by person, then run: a record refers to its person, whom somebody may be erasing. */
export async function holdAssigned(tx: Transaction, { workspaceId }: Trip, moved: readonly Moved[]): Promise<void> {
  const assigned = moved.filter(({ walked: { assignments } }) => assignments.length > 0);
  if (assigned.length === 0) return;
  const rows = assigned.map(({ claimed: { run } }) => ({ id: run.profileId }));
  await tx.execute(sql`
    select from profiles where workspace_id = ${workspaceId} and id in (select id from ${records('given', rows, { id: 'uuid' })})
    order by id for key share`);
}

/** The first record stays: it wins over the hash ever after. */
export async function recordAssignments(
  tx: Transaction,
  { workspaceId }: Trip,
  moved: readonly Moved[],
  now: Instant,
): Promise<void> {
  const rows = moved.flatMap(({ claimed: { run }, walked }) =>
    walked.assignments.map(({ step, arm }) => ({
      profileId: run.profileId,
      journeyId: run.journeyId,
      step,
      arm,
      runId: run.id,
      at: now,
    })),
  );
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into assignments (workspace_id, profile_id, journey_id, step, arm, run_id, at)
    select ${workspaceId}, profile_id, journey_id, step, arm, run_id, at
    from ${records('given', rows, { profileId: 'uuid', journeyId: 'uuid', step: 'text', arm: 'text', runId: 'uuid', at: 'instant' })}
    on conflict do nothing`);
}
