import { grouped } from '@wend/engine';
import type { Clock } from '../../clock/index.ts';
import type { Database } from '../../database/index.ts';
import type { CallOutcome } from './call-outcome.ts';
import { recordOutcomes } from './record-outcomes.ts';

/**
 * Writes outcomes as they come, whoever holds the claim: the outcome of a call is a fact. While one statement runs the next outcomes
 * gather, so a lone one is written at once and a crowd in sets.
 */
export class OutcomeRecorder {
  readonly #db: Database;
  readonly #clock: Clock;
  #gathering: CallOutcome[] = [];
  #next: Promise<void> | undefined;
  #writing: Promise<void> = Promise.resolve();
  readonly #underWay = new Set<Promise<void>>();

  constructor(db: Database, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  /** Settles once the outcome is committed. */
  record(outcome: CallOutcome): Promise<void> {
    this.#gathering.push(outcome);
    this.#next ??= this.#writing.then(() => this.#write());
    return this.#next;
  }

  /** Keeps a call in sight that its drive no longer waits for. */
  follow(call: Promise<void>): void {
    const seen = call.catch(() => {}).finally(() => this.#underWay.delete(seen));
    this.#underWay.add(seen);
  }

  /** All calls under way have ended and their outcomes are written. */
  async drained(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  #write(): Promise<void> {
    const outcomes = this.#gathering;
    this.#gathering = [];
    this.#next = undefined;
    const written = this.#writeAll(outcomes);
    // A failed write is its callers' to handle; the next outcomes do not wait for ever behind it.
    this.#writing = written.catch(() => {});
    return written;
  }

  async #writeAll(outcomes: readonly CallOutcome[]): Promise<void> {
    for (const [workspaceId, group] of grouped(outcomes, (outcome) => outcome.workspaceId))
      await recordOutcomes(this.#db, this.#clock, workspaceId, group);
  }
}
