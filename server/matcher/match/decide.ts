import { bucketOf, type JourneyDocument, type JourneyId, type RunId } from '@wend/engine';
import { newId } from '../../ids/index.ts';
import type { Decided } from './decided.ts';
import type { Happened } from './happened.ts';
import { type LiveJourney, startingEvent } from './live-journeys.ts';
import { fitsExit, fitsGoal, fitsPattern, keyAt, mayEnterAgain, moneyAt } from './rules.ts';
import { entryKeyOf, type SeenPerson, type SeenRun, type SeenWait } from './scene.ts';
import type { Verdicts } from './verdicts.ts';

/** An event never satisfies a wait, goal or exit of the run that it started or that sent it. */
function isOfRun(event: Happened, run: SeenRun): boolean {
  return run.entryEventId === event.id || event.emittedBy === run.id;
}

/** Asks all that `reach` will want to know. */
export function askReach(
  verdicts: Verdicts,
  person: SeenPerson,
  documents: Iterable<JourneyDocument>,
  event: Happened,
): void {
  for (const { exits, goals } of documents)
    for (const { event: name, where } of [...exits, ...goals])
      if (name === event.name) verdicts.ask(person.id, event, where);
}

/** Goals reached, then exits taken, by one event. A goal that ends the journey is its own exit. */
export function reach(decided: Decided, verdicts: Verdicts, person: SeenPerson, event: Happened): void {
  for (const run of person.runs) {
    if (!run.document || isOfRun(event, run)) continue;
    for (const [index, goal] of run.document.goals.entries()) {
      if (!fitsGoal(goal, run, event) || !verdicts.passes(person.id, event, goal.where)) continue;
      const ends = goal.endsJourney && run.isLive;
      decided.convert(run, index, event, moneyAt(event, goal.value), ends);
      if (ends) decided.exit(run, 'goal', event, `Reached the goal: ${event.name}`);
    }
    if (
      run.isLive &&
      run.document.exits.some((exit) => fitsExit(exit, run, event) && verdicts.passes(person.id, event, exit.where))
    ) {
      decided.exit(run, 'exit', event, `Left the journey: ${event.name}`);
    }
  }
}

export function askWaits(verdicts: Verdicts, person: SeenPerson, event: Happened): void {
  for (const wait of person.waits)
    for (const pattern of wait.patterns)
      if (fitsPattern(pattern, wait, event)) verdicts.ask(person.id, event, pattern.where);
}

/** Waits that an event fulfils; a wait for a condition looks again whenever its person did or became anything. */
export function wake(
  decided: Decided,
  verdicts: Verdicts,
  person: SeenPerson,
  event: Happened,
  waits: readonly SeenWait[] = person.waits,
): void {
  const live = new Map(person.runs.flatMap((run) => (run.isLive ? [[run.id, run] as const] : [])));
  for (const wait of waits) {
    const run = live.get(wait.runId);
    if (!run) continue;
    const fits =
      !isOfRun(event, run) &&
      wait.patterns.some(
        (pattern) => fitsPattern(pattern, wait, event) && verdicts.passes(person.id, event, pattern.where),
      );
    if (fits) decided.wake(wait, 'event', event);
    else if (wait.condition !== undefined) decided.wake(wait, 'changed', undefined);
  }
}

export function askEntries(
  verdicts: Verdicts,
  person: SeenPerson,
  journeys: readonly LiveJourney[],
  event: Happened,
): void {
  for (const journey of journeys) {
    const { entry } = journey.document;
    if (entry.kind === 'event' && entry.event === event.name) verdicts.ask(person.id, event, entry.where);
  }
}

/** Journeys that an event could start for its person, were its condition to hold and their place to be free. */
export function journeysStarting(
  person: SeenPerson,
  journeys: readonly LiveJourney[],
  event: Happened,
): readonly LiveJourney[] {
  return journeys.filter((journey) => entryKey(person, journey, event) !== undefined);
}

/** Undefined where the event does not start the journey, has no key, or comes too soon after the last entry. */
function entryKey(person: SeenPerson, journey: LiveJourney, event: Happened): string | undefined {
  const { entry, timeZone } = journey.document;
  if (entry.kind === 'segment' || startingEvent(journey) !== event.name) return undefined;
  const key = entry.key === undefined ? '' : keyAt(event, entry.key);
  if (key === undefined) return undefined;
  const last = person.lastEntered.get(entryKeyOf(journey.journeyId, key));
  const zone = timeZone === 'profile' ? person.timeZone : timeZone;
  return mayEnterAgain(entry.reentry, last, event.at, zone) ? key : undefined;
}

/** Starts the journeys that an event starts for its person; answers their runs. */
export function enter(
  decided: Decided,
  verdicts: Verdicts,
  person: SeenPerson,
  journeys: readonly LiveJourney[],
  event: Happened,
): readonly SeenRun[] {
  const started: SeenRun[] = [];
  for (const journey of journeys) {
    const { entry } = journey.document;
    const key = entryKey(person, journey, event);
    if (key === undefined || !isFree(person, journey, key, event)) continue;
    if (entry.kind === 'event' && !verdicts.passes(person.id, event, entry.where)) continue;
    const run: SeenRun = {
      profileId: person.id,
      id: newId<RunId>(),
      journeyId: journey.journeyId,
      versionId: journey.versionId,
      document: journey.document,
      entryKey: key,
      entryEventId: event.id,
      enteredAt: event.at,
      isLive: true,
    };
    const arm = holdoutArm(person, journey);
    person.runs.push(run);
    person.lastEntered.set(
      entryKeyOf(run.journeyId, key),
      Math.max(event.at, person.lastEntered.get(entryKeyOf(run.journeyId, key)) ?? 0),
    );
    if (arm !== undefined) person.arms.set(run.journeyId, arm);
    decided.start({ run, event, arm, isPaused: journey.isPaused });
    started.push(run);
  }
  return started;
}

function isFree(person: SeenPerson, { journeyId }: LiveJourney, key: string, event: Happened): boolean {
  const theirs = person.runs.filter((run) => run.journeyId === journeyId);
  // A journey's own event does not start it again: it would never end.
  if (theirs.some(({ id }) => id === event.emittedBy)) return false;
  return !theirs.some((run) => run.isLive && run.entryKey === key);
}

/** The arm that was recorded at their first entry, else by hash: so that a share held out stays the same people. */
export function holdoutArm(
  { id, arms }: Pick<SeenPerson, 'id' | 'arms'>,
  { journeyId, document: { holdout } }: Pick<LiveJourney, 'journeyId' | 'document'>,
): string | undefined {
  if (holdout === undefined) return undefined;
  return arms.get(journeyId) ?? (bucketOf(holdoutSeed(journeyId), id) < holdout ? HELD_OUT : 'treated');
}

export const HELD_OUT = 'holdout';
const holdoutSeed = (journeyId: JourneyId): string => `${journeyId}:holdout`;
