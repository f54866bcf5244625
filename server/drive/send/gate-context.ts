import type { Instant } from '@wend/engine';
import type { Transaction } from '../../database/index.ts';
import type { DriveDeps } from '../deps.ts';
import type { Trip } from '../trip.ts';
import type { Candidate, Verdicts } from './candidate.ts';

export interface GateContext {
  readonly deps: DriveDeps;
  readonly trip: Trip;
  readonly tx: Transaction;
  readonly now: Instant;
}

/** One gate over a whole chunk, in a constant number of statements. */
export interface Gate {
  (context: GateContext, standing: readonly Candidate[]): Promise<Verdicts>;
}
