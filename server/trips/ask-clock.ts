import type { WorkspaceId } from '@wend/engine';
import type { Clock } from '../clock/index.ts';
import type { Transaction } from '../database/index.ts';
import { newId } from '../ids/index.ts';
import { outbox } from '../tables/index.ts';

/** Whoever lets a run without a convoy become due earlier says so; the lane turns any number of these into one signal. */
export async function askClock(tx: Transaction, clock: Clock, workspaceId: WorkspaceId): Promise<void> {
  await tx.insert(outbox).values({ workspaceId, id: newId(), kind: 'clock', createdAt: clock.sql });
}
