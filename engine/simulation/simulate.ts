import { propertyOf } from '../condition/evaluate.ts';
import { ENTRY, keyPathOf } from '../document/schema.ts';
import type { Effect, SendSpec } from '../node/outcome.ts';
import type { Resumption } from '../node/resumption.ts';
import type { Instant } from '../time/instant.ts';
import { assertNever } from '../values/assert-never.ts';
import type { Plan } from '../walk/plan.ts';
import { walk } from '../walk/walk.ts';
import type { RunState, Visit, Walked, WalkRun } from '../walk/walked.ts';
import { Log } from './log.ts';
import { LogWorld } from './log-world.ts';
import { goalsReached, leavingBy, wakeOf } from './outside.ts';
import type { Script, SimulatedProfile, Start } from './script.ts';

export interface SimulatedMessage {
  readonly step: string;
  readonly visit: number;
  readonly at: Instant;
  readonly send: SendSpec;
  readonly result: string;
}
export interface Simulation {
  /** With the reason at each turn. The last one is open where the simulation broke off. */
  readonly visits: readonly Visit[];
  readonly messages: readonly SimulatedMessage[];
  readonly effects: readonly { readonly step: string; readonly at: Instant; readonly effect: Effect }[];
  /** Goals by their number in the document. */
  readonly goals: readonly { readonly goal: number; readonly at: Instant }[];
  readonly run: RunState;
  readonly end: { readonly kind: 'ended' | 'left' | 'failed' | 'open'; readonly at: Instant; readonly why: string };
}

/** More turns than any bounded journey takes. */
const MAX_TURNS = 100_000;

/** Sends one person through a journey, by the walk that moves everybody, with a clock that jumps from rest to rest. */
export async function simulate(
  plan: Plan,
  profile: SimulatedProfile,
  script: Script,
  start: Start,
): Promise<Simulation> {
  const trip = new Trip(plan, profile, script, start);
  for (let turn = 0; turn < MAX_TURNS; turn += 1) if (await trip.turn()) return trip.simulation();
  return trip.simulation();
}

class Trip {
  readonly #plan: Plan;
  readonly #script: Script;
  readonly #until: Instant;
  readonly #visits: Visit[] = [];
  readonly #messages: SimulatedMessage[] = [];
  readonly #effects: { step: string; at: Instant; effect: Effect }[] = [];
  #world: LogWorld;
  #run: WalkRun;
  #end: Simulation['end'] | undefined;

  constructor(plan: Plan, profile: SimulatedProfile, script: Script, start: Start) {
    const at = start.at ?? start.event.at;
    this.#plan = plan;
    this.#script = script;
    this.#until = start.until ?? Number.POSITIVE_INFINITY;
    this.#world = new LogWorld(logOf(profile, script, start), at);
    this.#run = entered(plan, profile, start, at);
  }

  /** One walk and the rest after it. True when there is no more to come. */
  async turn(): Promise<boolean> {
    if (this.#leaveBy(this.#world.now)) return true;
    const [walked] = await walk(this.#plan, [this.#run], this.#world);
    if (!walked) return true;
    this.#keep(walked);
    return this.#rest(walked);
  }

  simulation(): Simulation {
    const { resume: _resume, ...run } = this.#run;
    const at = this.#world.now;
    return {
      visits: this.#visits,
      messages: this.#messages,
      effects: this.#effects,
      goals: this.#goals(),
      run,
      end: this.#end ?? { kind: 'open', at, why: 'Still on the way' },
    };
  }

  #rest({ rest, run }: Walked): boolean {
    const { now } = this.#world;
    switch (rest.kind) {
      case 'end':
        return this.#finish('ended', now, rest.reason.text);
      case 'failed':
        return this.#finish('failed', now, rest.error);
      case 'send':
        return this.#send(run, rest.send);
      case 'call':
        return this.#resume(
          { kind: 'called', result: this.#script.calls?.[run.step] ?? { kind: 'done', output: {} } },
          now,
        );
      case 'wait': {
        const wake = wakeOf(rest.wait, run, this.#world);
        if (this.#leaveBy(Math.min(wake.at, this.#until))) return true;
        return wake.at > this.#until || this.#resume(wake.resume, wake.at);
      }
      default:
        return assertNever(rest);
    }
  }

  #send(run: RunState, send: SendSpec): boolean {
    const { now, log } = this.#world;
    const scripted = this.#script.sends?.[run.step] ?? ({ kind: 'accepted' } as const);
    // Who is held out passes the same gates; only what passes them would have been sent.
    const result = run.holdout && scripted.kind !== 'skipped' ? ({ kind: 'ghost' } as const) : scripted;
    this.#messages.push({ step: run.step, visit: run.visit, at: now, send, result: result.kind });
    if (result.kind === 'accepted' || result.kind === 'unknown') {
      this.#run = { ...this.#run, lastSendAt: now };
      const about = { profileId: run.profileId, step: run.step, channel: send.channel };
      log.messages.push({ ...about, did: 'sent', at: now });
      for (const { step, did, afterMs } of this.#script.engagements ?? [])
        if (step === run.step) log.messages.push({ ...about, did, at: now + afterMs });
    }
    return this.#resume({ kind: 'sent', result }, now);
  }

  #resume(resume: Resumption, at: Instant): false {
    this.#run = { ...this.#run, resume };
    this.#world = this.#world.at(at);
    return false;
  }

  #leaveBy(until: Instant): boolean {
    const leaving = leavingBy(until, this.#plan.document, this.#run, this.#world);
    if (!leaving) return false;
    const at = Math.max(leaving.at, this.#world.now);
    const open = this.#visits.at(-1);
    if (open && !open.left) {
      this.#visits[this.#visits.length - 1] = {
        ...open,
        left: { port: undefined, to: undefined, at, reason: { text: leaving.why } },
      };
    }
    return this.#finish('left', at, leaving.why);
  }

  #finish(kind: Simulation['end']['kind'], at: Instant, why: string): true {
    this.#end = { kind, at, why };
    return true;
  }

  #keep({ run, visits, effects, assignments }: Walked): void {
    const { log, now } = this.#world;
    this.#run = run;
    for (const visit of visits) {
      const at = this.#visits.findLastIndex(({ step, n }) => step === visit.step && n === visit.n);
      if (at === -1) this.#visits.push(visit);
      else this.#visits[at] = visit;
    }
    for (const { step, effect } of effects) {
      this.#effects.push({ step, at: now, effect });
      if (effect.kind === 'set-attributes') log.setAttributes(run.profileId, effect.attributes, now);
      else log.events.push({ profileId: run.profileId, name: effect.event, properties: effect.properties, at: now });
    }
    for (const { step, arm } of assignments) log.assign(run.profileId, run.journeyId, step, arm);
  }

  #goals(): Simulation['goals'] {
    const { document } = this.#plan;
    const reached = this.#world.log
      .eventsOf(this.#run.profileId)
      .filter(({ at }) => at <= Math.min(this.#until, this.#end?.at ?? Number.POSITIVE_INFINITY))
      .flatMap((event) =>
        goalsReached(event, document, this.#run, this.#world).map((goal) => ({
          goal: document.goals.indexOf(goal),
          at: event.at,
        })),
      );
    return reached.filter(({ goal }, index) => reached.findIndex((first) => first.goal === goal) === index);
  }
}

function logOf({ id, ...profile }: SimulatedProfile, { events = [], changes = [] }: Script, { event }: Start): Log {
  const log = new Log();
  log.profiles.set(id, profile);
  for (const { name, at, properties = {} } of [...events, event])
    log.events.push({ profileId: id, name, at, properties });
  for (const { at, attributes } of changes) log.setAttributes(id, attributes, at);
  return log;
}

function entered({ document }: Plan, { id }: SimulatedProfile, start: Start, at: Instant): WalkRun {
  const path = keyPathOf(document.entry);
  const key = path === undefined ? undefined : propertyOf(start.event, path);
  return {
    id: `simulated-${id}`,
    journeyId: start.journeyId ?? 'journey',
    profileId: id,
    entryKey: key === undefined || key === null ? '' : String(key),
    enteredAt: at,
    entry: start.event,
    step: ENTRY,
    visit: 0,
    arrivedAt: at,
    variables: {},
    visits: {},
    holdout: start.holdout ?? false,
  };
}
