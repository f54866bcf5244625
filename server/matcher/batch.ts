import type { WorkspaceId } from '@wend/engine';
import { divided, faultOf, type Transaction } from '../database/index.ts';
import type { QueueStage } from '../tables/index.ts';
import { eventSpans } from '../traces/index.ts';
import type { MatcherDeps, Queued } from './contract.ts';
import { recordFailure } from './park.ts';
import { byWorkspace, holdPartitions, type Reading, readQueue } from './queue.ts';

/** What a stage does with events of one workspace, in queue order. */
export type Work = (tx: Transaction, workspaceId: WorkspaceId, events: readonly Queued[]) => Promise<void>;

const RETRIES = 50;

/**
 * One batch of a stage: partitions are held, then read, then worked on, in one transaction. Where one cannot be worked on, the others
 * are without it. Answers the events it dealt with.
 */
export async function workBatch(deps: MatcherDeps, stage: QueueStage, work: Work): Promise<readonly Queued[]> {
  const floor = deps.memory.floors[stage];
  const seen = new Seen();
  const from: Reading = { kind: 'from', seq: floor.from(deps.clock.monotonicMs()) };
  const done = await attempt(deps, stage, work, from, seen).catch((error: unknown) =>
    workApart(deps, stage, work, seen.events, error),
  );
  floor.done(done.map(({ seq }) => seq));
  return done;
}

async function workApart(
  deps: MatcherDeps,
  stage: QueueStage,
  work: Work,
  refused: readonly Queued[],
  error: unknown,
): Promise<readonly Queued[]> {
  const parts = await divided<Queued, readonly Queued[]>(
    refused,
    error,
    (some) => attempt(deps, stage, work, { kind: 'only', seqs: some.map(({ seq }) => seq) }),
    async (one, why) => {
      await recordFailure(deps, one, why);
      return [];
    },
  );
  return parts.flat();
}

/** What the last try had read, also when it failed. */
class Seen {
  events: readonly Queued[] = [];
}

async function attempt(
  deps: MatcherDeps,
  stage: QueueStage,
  work: Work,
  reading: Reading,
  seen = new Seen(),
  retries = RETRIES,
): Promise<readonly Queued[]> {
  let endSpans: ReturnType<typeof eventSpans> = () => {};
  try {
    await deps.db.transaction(async (tx) => {
      const held = await holdPartitions(tx, stage, deps.partitions);
      await deps.at?.(`${stage}:held`);
      seen.events = await readQueue(tx, stage, held, reading);
      endSpans = eventSpans(deps.traces, stage, seen.events);
      await deps.at?.(`${stage}:read`);
      for (const [workspaceId, events] of byWorkspace(seen.events)) await work(tx, workspaceId, events);
      await deps.at?.(`${stage}:written`);
    });
    endSpans(false);
    return seen.events;
  } catch (error) {
    endSpans(true);
    if (faultOf(error) !== 'retry') throw error;
    // One that meets others in every try must not hold its partition for ever: it is set aside like one with bad data.
    if (retries === 0) throw new Error('Others came in between, every time', { cause: error });
    return attempt(deps, stage, work, reading, seen, retries - 1);
  }
}
