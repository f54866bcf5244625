import type { ConvoyId, WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import type { Clock } from '../clock/index.ts';
import { records, type Transaction } from '../database/index.ts';
import type { RunKey } from './contract.ts';
import { seatsFor } from './seats.ts';

/** Seats runs that have no convoy. Whoever got one meanwhile keeps it: only `drive` takes a run out of its convoy. */
export async function formConvoys(
  tx: Transaction,
  clock: Clock,
  workspaceId: WorkspaceId,
  runs: readonly RunKey[],
): Promise<void> {
  const seats = await seatsFor(tx, clock, workspaceId, runs.length);
  const seated = runs.map(({ profileId, runId }, index) => ({ profileId, runId, convoyId: seatAt(seats, index) }));
  await tx.execute(sql`
    update runs set convoy_id = given.convoy_id
    from ${records('given', seated, { profileId: 'uuid', runId: 'uuid', convoyId: 'uuid' })}
    where runs.workspace_id = ${workspaceId} and runs.profile_id = given.profile_id and runs.id = given.run_id
      and runs.convoy_id is null and runs.ended_at is null`);
}

function seatAt(seats: readonly ConvoyId[], index: number): ConvoyId {
  const seat = seats[index];
  if (seat === undefined) throw new Error('Fewer seats than runs');
  return seat;
}
