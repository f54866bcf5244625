import { numberOf, windowMs } from '../condition/compare.ts';
import { propertyOf, testProperty } from '../condition/evaluate.ts';
import type { EventsFact, FactRequest, FactValue } from '../facts/request.ts';
import type { RunView } from '../node/run-view.ts';
import { addDuration } from '../time/duration.ts';
import type { Instant } from '../time/instant.ts';
import { assertNever } from '../values/assert-never.ts';
import type { Asked, World } from '../walk/world.ts';
import type { Log } from './log.ts';

/** The world of a simulation: the same questions as in life, answered from a log in memory. */
export class LogWorld implements World {
  readonly log: Log;
  readonly now: Instant;

  constructor(log: Log, now: Instant) {
    this.log = log;
    this.now = now;
  }

  at(now: Instant): LogWorld {
    return new LogWorld(this.log, now);
  }

  /** The same log, an ISO 8601 duration later. */
  later(duration: string): LogWorld {
    return this.at(addDuration(this.now, duration, 'UTC'));
  }

  facts(asked: readonly Asked[]): Promise<readonly FactValue[]> {
    return Promise.resolve(asked.map(({ run, request }) => this.fact(run, request)));
  }

  fact(run: RunView, request: FactRequest): FactValue {
    const { log } = this;
    switch (request.kind) {
      case 'profile':
        return log.profile(run.profileId, this.now);
      case 'events':
        return this.#events(run, request);
      case 'message':
        return this.#messages(run, request);
      case 'segment':
        return log.segments.get(request.segment)?.has(run.profileId) ?? false;
      case 'consent':
        return log.consent(run.profileId, request.channel, request.topic);
      case 'assignment':
        return log.assignment(run.profileId, run.journeyId, request.step);
      case 'metric':
        return log.metric(request.metric);
      default:
        return assertNever(request);
    }
  }

  #events(
    run: RunView,
    { event, where = [], within, since, sum }: Extract<FactRequest, { kind: 'events' }>,
  ): EventsFact {
    const moment = { now: this.now, timeZone: this.log.profile(run.profileId).timeZone };
    const from = Math.max(this.#start(within), since === undefined ? Number.NEGATIVE_INFINITY : run.entry.at);
    const found = this.log.events.filter(
      (logged) =>
        logged.profileId === run.profileId &&
        logged.name === event &&
        logged.at > from &&
        logged.at <= this.now &&
        where.every((test) => testProperty(logged, test, moment)),
    );
    const amounts = sum === undefined ? [] : found.map((logged) => numberOf(propertyOf(logged, sum)) ?? 0);
    return factOf(
      found.map(({ at }) => at),
      amounts.reduce((total, amount) => total + amount, 0),
    );
  }

  #messages(run: RunView, { did, step, channel, within }: Extract<FactRequest, { kind: 'message' }>): EventsFact {
    const from = this.#start(within);
    const found = this.log.messages.filter(
      (message) =>
        message.profileId === run.profileId &&
        message.did === did &&
        (step === undefined || message.step === step) &&
        (channel === undefined || message.channel === channel) &&
        message.at > from &&
        message.at <= this.now,
    );
    return factOf(
      found.map(({ at }) => at),
      0,
    );
  }

  /** Whether an instant lies within this long after another: `from < at ≤ from + within`. */
  isWithin(at: Instant, from: Instant, within: string): boolean {
    return at > from && at <= addDuration(from, within, 'UTC');
  }

  /** Where a window begins, itself outside. */
  #start(within: string | undefined): Instant {
    const length = within === undefined ? undefined : windowMs(within);
    return length === undefined ? Number.NEGATIVE_INFINITY : this.now - length;
  }
}

function factOf(instants: readonly Instant[], sum: number): EventsFact {
  const lastAt = instants.length === 0 ? undefined : instants.reduce((a, b) => Math.max(a, b));
  return { count: instants.length, sum, ...(lastAt === undefined ? {} : { lastAt }) };
}
