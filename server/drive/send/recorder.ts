import { grouped } from '@wend/engine';
import type { Clock } from '../../clock/index.ts';
import { again, apart, type Database, GroupCommit } from '../../database/index.ts';
import type { CallOutcome } from './call-outcome.ts';
import { recordOutcomes } from './record-outcomes.ts';

/** Writes outcomes as they come, whoever holds the claim: the outcome of a call is a fact. A lone one at once, a crowd's in sets. */
export class OutcomeRecorder {
  readonly #outcomes: GroupCommit<CallOutcome, true>;
  readonly #underWay = new Set<Promise<void>>();

  constructor(db: Database, clock: Clock) {
    this.#outcomes = new GroupCommit(async (outcomes) => {
      const written = new Set<CallOutcome>();
      for (const [workspaceId, group] of grouped(outcomes, (outcome) => outcome.workspaceId))
        await apart(
          group,
          async (some) => {
            await again(() => recordOutcomes(db, clock, workspaceId, some));
            for (const one of some) written.add(one);
          },
          // Postgres refuses this one: its caller hears of it, and nobody else's is lost with it.
          () => {},
        );
      return outcomes.map((one) => (written.has(one) ? true : undefined));
    });
  }

  /** Settles once the outcome is committed. */
  async record(outcome: CallOutcome): Promise<void> {
    await this.#outcomes.add({ ...outcome, outcome: storable(outcome.outcome) });
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
}

/** Providers say what they like: what Postgres cannot hold (NUL, half a character) is no reason to forget what came of a call. */
function storable(outcome: CallOutcome['outcome']): CallOutcome['outcome'] {
  const plain = (text: string): string => text.replaceAll('\0', '').replace(/[\ud800-\udfff]/gu, '\ufffd');
  if (outcome.kind === 'accepted') return { ...outcome, ref: plain(outcome.ref) };
  return 'why' in outcome ? { ...outcome, why: plain(outcome.why) } : outcome;
}
