import { ENTRY } from '../document/schema.ts';
import type { DecideInput } from '../node/define-node.ts';
import type { Effect, Outcome, Reason } from '../node/outcome.ts';
import type { Resumption } from '../node/resumption.ts';
import type { RunView } from '../node/run-view.ts';
import type { Instant } from '../time/instant.ts';
import { assertNever } from '../values/assert-never.ts';
import type { JsonObject } from '../values/json.ts';
import type { Plan, PlanStep } from './plan.ts';
import type { Rest, RunState, Visit, Walked, WalkRun } from './walked.ts';

/** Why somebody in the comparison group passes a step that would have changed or told something. */
const LEFT_OUT: Reason = { text: 'In the comparison group: left out' };

interface Leaving {
  readonly port?: string;
  readonly to?: string;
  readonly reason: Reason;
}

/** One run on its way: collects its visits, effects and assignments until it rests. */
export class Traveller {
  #run: RunState;
  #resume: Resumption | undefined;
  #rest: Rest | undefined;
  readonly #changes: JsonObject[] = [];
  readonly #visits: Visit[] = [];
  readonly #effects: { step: string; visit: number; effect: Effect }[] = [];
  readonly #assignments: { step: string; arm: string }[] = [];

  constructor({ resume, ...run }: WalkRun) {
    this.#run = run;
    this.#resume = resume;
  }

  get isMoving(): boolean {
    return this.#rest === undefined;
  }
  get step(): string {
    return this.#run.step;
  }
  get view(): RunView {
    return this.#run;
  }
  /** Attributes that it set on its way, in order. */
  get changes(): readonly JsonObject[] {
    return this.#changes;
  }

  get walked(): Walked {
    if (!this.#rest) throw new Error('A walk ended before this run came to rest');
    return {
      run: this.#run,
      rest: this.#rest,
      visits: this.#visits,
      effects: this.#effects,
      assignments: this.#assignments,
    };
  }

  fail(error: string): void {
    this.#rest = { kind: 'failed', error };
  }

  guard(move: () => void): void {
    try {
      move();
    } catch (error) {
      this.fail(error instanceof Error ? error.message : String(error));
    }
  }

  /** Lets the step decide, or resume what rested there, and does what it answers. */
  take(plan: Plan, step: PlanStep, input: DecideInput): void {
    const resume = this.#resume;
    this.#resume = undefined;
    const outcome = resume ? step.node.resume({ ...input, input: resume }) : step.node.decide(input);
    this.#do(plan, step, outcome, input.now);
  }

  leave(plan: Plan, { port, to, reason }: Leaving, now: Instant): void {
    const next = to ?? (port === undefined ? undefined : plan.next(this.#run.step, port));
    this.#close({ port, to: next, at: now, reason });
    if (next === undefined) {
      this.#rest = { kind: 'end', reason };
      return;
    }
    const n = (this.#run.visits[next] ?? 0) + 1;
    this.#run = { ...this.#run, step: next, visit: n, arrivedAt: now, visits: { ...this.#run.visits, [next]: n } };
    this.#visits.push({ step: next, n, at: now });
  }

  #do(plan: Plan, step: PlanStep, outcome: Outcome, now: Instant): void {
    switch (outcome.kind) {
      case 'go':
        return this.leave(plan, { port: outcome.port, reason: this.#record(step, outcome) }, now);
      case 'jump':
        return this.leave(plan, { to: outcome.to, reason: outcome.reason }, now);
      case 'wait':
        this.#rest = { kind: 'wait', wait: outcome.wait };
        return;
      case 'send':
        this.#rest = { kind: 'send', send: outcome.send };
        return;
      case 'call':
        if (this.#run.holdout) return this.leave(plan, { ...usualWay(step), reason: LEFT_OUT }, now);
        this.#rest = { kind: 'call', call: outcome.call };
        return;
      case 'end':
        this.#close({ port: undefined, to: undefined, at: now, reason: outcome.reason });
        this.#rest = { kind: 'end', reason: outcome.reason };
        return;
      default:
        return assertNever(outcome);
    }
  }

  /** Answers why it is left: who is held out is left alone, so that nothing is done which the treated ones get. */
  #record(step: PlanStep, outcome: Extract<Outcome, { kind: 'go' }>): Reason {
    if (!step.node.ports.some((port) => port.id === outcome.port))
      throw new Error(`Step ${step.id} has no port ${outcome.port}`);
    if (outcome.assign !== undefined) this.#assignments.push({ step: step.id, arm: outcome.assign });
    if (outcome.holdout) this.#run = { ...this.#run, holdout: true };
    if (outcome.variables) this.#run = { ...this.#run, variables: { ...this.#run.variables, ...outcome.variables } };
    const effects = outcome.effects ?? [];
    if (this.#run.holdout && effects.length > 0) return LEFT_OUT;
    for (const effect of effects) {
      this.#effects.push({ step: step.id, visit: this.#run.visit, effect });
      if (effect.kind === 'set-attributes') this.#changes.push(effect.attributes);
    }
    return outcome.reason;
  }

  /** Closes the visit of the present step; one opened in an earlier walk comes back with the same step and number. */
  #close(left: NonNullable<Visit['left']>): void {
    const { step, visit, arrivedAt } = this.#run;
    const last = this.#visits.at(-1);
    if (last && last.step === step && last.n === visit) this.#visits[this.#visits.length - 1] = { ...last, left };
    else if (step !== ENTRY || this.#visits.length === 0) this.#visits.push({ step, n: visit, at: arrivedAt, left });
  }
}

/** As if all had gone well; a step without a path ends the run. */
function usualWay({ node: { ports } }: PlanStep): Pick<Leaving, 'port'> {
  const [first] = ports;
  const port = ports.find(({ otherwise }) => otherwise !== true) ?? first;
  return port === undefined ? {} : { port: port.id };
}
