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

/** A look at the queue that went well, also one that found nothing. */
export interface Look {
  readonly stage: QueueStage;
  readonly events: number;
  readonly tookMs: number;
}

/** Learns and matches beside each other, for as long as the process lives. Any number of processes may: they share partitions. */
export function startMatching(
  deps: MatcherDeps,
  onError: (error: unknown) => void,
  onLooked: (look: Look) => void = () => {},
): RunningMatcher {
  const watched = (stage: QueueStage, once: () => Promise<number>) => async (): Promise<number> => {
    const begunMs = deps.clock.monotonicMs();
    const events = await once();
    onLooked({ stage, events, tookMs: deps.clock.monotonicMs() - begunMs });
    return events;
  };
  const matching = new StageLoop({
    once: watched('match', () => matchOnce(deps)),
    full: OF_ONE_PARTITION,
    onError,
  });
  const learning = new StageLoop({
    once: watched('learn', () => learnOnce(deps)),
    full: OF_ONE_PARTITION,
    onDone: () => matching.hint(),
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
