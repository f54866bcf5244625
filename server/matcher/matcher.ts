import type { QueueStage } from '../tables/index.ts';
import type { MatcherDeps } from './contract.ts';
import { learnOnce } from './learn-once.ts';
import { matchOnce } from './match-once.ts';
import { OF_ONE_PARTITION } from './queue.ts';
import { StageLoop } from './stage-loop.ts';

export interface RunningMatcher {
  /** There are new events: look at once. */
  hint(): void;
  /** Drains: what is under way is committed, nothing new is begun. */
  stop(): Promise<void>;
}

/** Learns and matches beside each other, for as long as the process lives. Any number of processes may: they share partitions. */
export function startMatching(
  deps: MatcherDeps,
  onError: (error: unknown) => void,
  onLooked: Partial<Readonly<Record<QueueStage, () => void>>> = {},
): RunningMatcher {
  const matching = new StageLoop({
    once: () => matchOnce(deps),
    full: OF_ONE_PARTITION,
    onLooked: onLooked.match,
    onError,
  });
  const learning = new StageLoop({
    once: () => learnOnce(deps),
    full: OF_ONE_PARTITION,
    onDone: () => matching.hint(),
    onLooked: onLooked.learn,
    onError,
  });
  learning.start();
  matching.start();
  return {
    hint: () => learning.hint(),
    async stop() {
      await Promise.all([learning.stop(), matching.stop()]);
    },
  };
}
