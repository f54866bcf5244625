import { again } from '../database/again.ts';
import { workIn } from '../database/scoped.ts';
import { audit } from './audit.ts';
import { type Action, demand } from './can.ts';
import type { ActingContext } from './context.ts';
import type { Done, Work } from './work.ts';
import { writable } from './write-handle.ts';

export interface VerbRule {
  /** What its actor must be allowed to do. */
  readonly needs: Action;
  /** Its name in the audit log. */
  readonly action: string;
}
type Run<Args extends readonly unknown[], Answer> = (work: Work, ...args: Args) => Promise<Done<Answer>>;

/** Something that a member or a program does to a workspace. */
export class Verb<Args extends readonly unknown[], Answer> {
  readonly #rule: VerbRule;
  readonly #run: Run<Args, Answer>;

  constructor(rule: VerbRule, run: Run<Args, Answer>) {
    this.#rule = rule;
    this.#run = run;
  }

  /** Throws a `JourneyError` where its actor may not, or where it cannot be done; then nothing is different. */
  async by({ writes, clock, trips, workspaceId, actor }: ActingContext, ...args: Args): Promise<Answer> {
    demand(actor, this.#rule.needs);
    const { answer, after } = await again(() =>
      workIn(writable(writes), workspaceId, async (tx) => {
        const work = { clock, trips, workspaceId, actor, tx };
        const done = await this.#run(work, ...args);
        await audit(work, this.#rule.action, done);
        return done;
      }),
    );
    after?.();
    // What it left in the outbox may start now.
    trips.look();
    return answer;
  }
}

/** Makes a verb that writes. Permission, one transaction and the audit row come with it, so that none can leave them out. */
export function verb<Args extends readonly unknown[], Answer>(
  rule: VerbRule,
  run: Run<Args, Answer>,
): Verb<Args, Answer> {
  return new Verb(rule, run);
}
