import type { JourneyDocument } from '../document/schema.ts';
import type { WaitSpec } from '../node/outcome.ts';
import type { Resumption } from '../node/resumption.ts';
import type { Instant } from '../time/instant.ts';
import type { RunState } from '../walk/walked.ts';
import type { LoggedEvent } from './log.ts';
import type { LogWorld } from './log-world.ts';
import { eventFulfils, eventMatches, isAbout } from './patterns.ts';

export interface Wake {
  readonly at: Instant;
  readonly resume: Resumption;
}
export interface Leaving {
  readonly at: Instant;
  readonly why: string;
}

/** What ends a wait first: an event (which wins a tie with the deadline), a change, a look in between, or the deadline. */
export function wakeOf(wait: WaitSpec, run: RunState, world: LogWorld): Wake {
  const { now, log } = world;
  const event = eventsOf(run, world)
    .filter(({ at }) => at <= wait.until)
    .find((candidate) => wait.events?.some((pattern) => eventMatches(candidate, pattern, run, world)));
  const wakes: Wake[] = [
    ...(event ? [{ at: Math.max(event.at, now), resume: { kind: 'event', event } as const }] : []),
    ...(wait.condition === undefined
      ? []
      : log.changesAfter(run.profileId, now).map((at) => ({ at, resume: { kind: 'changed' } as const }))),
    ...(wait.recheckAt === undefined ? [] : [{ at: wait.recheckAt, resume: { kind: 'changed' } as const }]),
    { at: wait.until, resume: { kind: 'due' } },
  ];
  return wakes.reduce((first, wake) => (wake.at < first.at ? wake : first));
}

/** The first event that takes the person out, at or before this instant. */
export function leavingBy(
  until: Instant,
  document: JourneyDocument,
  run: RunState,
  world: LogWorld,
): Leaving | undefined {
  for (const event of eventsOf(run, world)) {
    if (event.at > until) return undefined;
    if (event.at <= run.entry.at) continue;
    const exit = document.exits.find(
      (candidate) =>
        candidate.event === event.name &&
        (candidate.key === undefined || isAbout(event, candidate.key, run.entryKey)) &&
        eventFulfils(event, candidate.where, run, world),
    );
    if (exit) return { at: event.at, why: `Left: ${event.name}` };
    if (goalsReached(event, document, run, world).some(({ endsJourney }) => endsJourney))
      return { at: event.at, why: `Goal reached: ${event.name}` };
  }
  return undefined;
}

/** The goals this event reaches: within their time, counted from the entry. */
export function goalsReached(
  event: LoggedEvent,
  { goals }: Pick<JourneyDocument, 'goals'>,
  run: RunState,
  world: LogWorld,
): JourneyDocument['goals'] {
  return goals.filter(
    (goal) =>
      goal.event === event.name &&
      world.isWithin(event.at, run.entry.at, goal.within) &&
      eventFulfils(event, goal.where, run, world),
  );
}

/** By time; the order of the log decides between equals. */
function eventsOf(run: RunState, { log }: LogWorld): readonly LoggedEvent[] {
  return log.eventsOf(run.profileId);
}
