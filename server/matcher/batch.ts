import type { WorkspaceId } from '@wend/engine';
import { faultOf, type Transaction } from '../database/index.ts';
import type { QueueStage } from '../tables/index.ts';
import type { MatcherDeps, Queued } from './contract.ts';
import { recordFailure } from './park.ts';
import { byWorkspace, holdPartitions, type Reading, readQueue } from './queue.ts';

/** What a stage does with events of one workspace, in queue order. */
export type Work = (tx: Transaction, workspaceId: WorkspaceId, events: readonly Queued[]) => Promise<void>;

const RETRIES = 50;

/** One batch of a stage: partitions are held, then read, then worked on, in one transaction. Answers the events it dealt with. */
export async function workBatch(deps: MatcherDeps, stage: QueueStage, work: Work): Promise<readonly Queued[]> {
  const floor = deps.memory.floors[stage];
  const done = await attempt(deps, stage, work, { kind: 'from', seq: floor.from(deps.clock.monotonicMs()) });
  floor.done(done.map(({ seq }) => seq));
  return done;
}

async function attempt(
  deps: MatcherDeps,
  stage: QueueStage,
  work: Work,
  reading: Reading,
  retries = RETRIES,
): Promise<readonly Queued[]> {
  let read: readonly Queued[] = [];
  try {
    await deps.db.transaction(async (tx) => {
      const held = await holdPartitions(tx, stage, deps.partitions);
      await deps.at?.(`${stage}:held`);
      read = await readQueue(tx, stage, held, reading);
      await deps.at?.(`${stage}:read`);
      for (const [workspaceId, events] of byWorkspace(read)) await work(tx, workspaceId, events);
      await deps.at?.(`${stage}:written`);
    });
    return read;
  } catch (error) {
    const fault = faultOf(error);
    if (fault === 'retry' && retries > 0) return attempt(deps, stage, work, reading, retries - 1);
    if (fault === 'infrastructure' || read.length === 0) throw error;
    return divide(deps, stage, work, read, error);
  }
}

/** The halves are tried apart until the event that cannot be worked on stands alone. */
async function divide(
  deps: MatcherDeps,
  stage: QueueStage,
  work: Work,
  read: readonly Queued[],
  error: unknown,
): Promise<readonly Queued[]> {
  const [only] = read;
  if (read.length === 1 && only) {
    await recordFailure(deps, only, error);
    return [];
  }
  const seqs = read.map(({ seq }) => seq);
  const middle = Math.ceil(seqs.length / 2);
  const first = await attempt(deps, stage, work, { kind: 'only', seqs: seqs.slice(0, middle) });
  return [...first, ...(await attempt(deps, stage, work, { kind: 'only', seqs: seqs.slice(middle) }))];
}
