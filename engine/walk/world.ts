import type { FactRequest, FactValue } from '../facts/request.ts';
import type { RunView } from '../node/run-view.ts';
import type { Instant } from '../time/instant.ts';

/** One question about one run. */
export interface Asked {
  readonly run: RunView;
  readonly request: FactRequest;
}

/** The only door of the walk. The live one reads Postgres in bulk, the simulator's and the back-test's read a log. */
export interface World {
  readonly now: Instant;
  /** Answers in the order asked. Called once per group of runs on one step, never per run. */
  facts(asked: readonly Asked[]): Promise<readonly FactValue[]>;
}
