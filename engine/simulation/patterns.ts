import { evaluate, propertyOf } from '../condition/evaluate.ts';
import { factsOf } from '../condition/facts-of.ts';
import type { Condition } from '../condition/schema.ts';
import { Facts, factKey } from '../facts/request.ts';
import type { EventPattern } from '../node/outcome.ts';
import type { PersonEvent } from '../node/resumption.ts';
import type { RunView } from '../node/run-view.ts';
import type { LogWorld } from './log-world.ts';

/** Whether an event of the person fulfils a condition, with everything as it was at that time. */
export function eventFulfils(
  event: PersonEvent,
  condition: Condition | undefined,
  run: RunView,
  world: LogWorld,
): boolean {
  if (condition === undefined) return true;
  const then = world.at(event.at);
  const facts = new Facts(new Map(factsOf(condition).map((request) => [factKey(request), then.fact(run, request)])));
  const { timeZone } = world.log.profile(run.profileId);
  return evaluate(condition, { facts, event, variables: run.variables, now: event.at, timeZone }).holds;
}

/** Whether a wait that listens for this pattern ends with this event: `since < at`, and the same cart or order. */
export function eventMatches(event: PersonEvent, pattern: EventPattern, run: RunView, world: LogWorld): boolean {
  return (
    event.name === pattern.event &&
    event.at > pattern.since &&
    (pattern.key === undefined || isAbout(event, pattern.key.path, pattern.key.equals)) &&
    eventFulfils(event, pattern.where, run, world)
  );
}

/** Whether the event's value at this path is this one, as text. */
export function isAbout(event: PersonEvent, path: string, equals: string): boolean {
  const value = propertyOf(event, path);
  return value !== undefined && value !== null && typeof value !== 'object' && String(value) === equals;
}
