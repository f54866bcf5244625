import { checkCondition, checkOnEvent, checkWindow, type EventPlace } from '../condition/check.ts';
import type { Condition } from '../condition/schema.ts';
import type { Problem } from '../document/problem.ts';
import { ENTRY, type JourneyDocument, type Reentry } from '../document/schema.ts';
import { parseDuration } from '../time/duration.ts';
import { isValidZone } from '../time/zone.ts';

/** What the journey says of itself, beside its steps. */
export function checkDocument(document: JourneyDocument): readonly Problem[] {
  return [...checkEntry(document), ...checkZone(document), ...checkEvents(document)];
}

function checkEntry({ entry, steps }: JourneyDocument): readonly Problem[] {
  const again = checkReentry(entry.reentry);
  if (entry.kind === 'segment' && entry.segment.trim() === '')
    return [problem('entry-segment', ENTRY, 'segment', 'Choose the segment whose people enter.'), ...again];
  if (entry.kind !== 'event') return again;
  const problems =
    entry.event.trim() === ''
      ? [problem('entry-event', ENTRY, 'event', 'Choose the event with which people enter.')]
      : [];
  return [...problems, ...within(steps, entry.where, ENTRY, 'where'), ...again];
}

/** Months and years are spans of the calendar here, so any duration will do that has an end. */
function checkReentry(reentry: Reentry): readonly Problem[] {
  if (reentry.kind !== 'after') return [];
  try {
    parseDuration(reentry.after);
    return [];
  } catch {
    return [
      problem('reentry', ENTRY, 'reentry.after', 'A while of more than 1,000 years has no end: make it shorter.'),
    ];
  }
}

function checkZone({ timeZone }: JourneyDocument): readonly Problem[] {
  if (timeZone === 'profile' || isValidZone(timeZone)) return [];
  return [problem('time-zone', undefined, 'timeZone', `“${timeZone}” is no time zone.`)];
}

function checkEvents({ goals, exits, steps }: JourneyDocument): readonly Problem[] {
  return [
    ...goals.flatMap((goal, n) => [
      ...named(goal.event, `goals.${n}.event`, 'Choose the event that counts as the goal.'),
      ...within(steps, goal.where, undefined, `goals.${n}.where`),
      ...checkWindow(goal.within).map((sentence) => problem('window', undefined, `goals.${n}.within`, sentence)),
    ]),
    ...exits.flatMap((exit, n) => [
      ...named(exit.event, `exits.${n}.event`, 'Choose the event with which people leave.'),
      ...within(steps, exit.where, undefined, `exits.${n}.where`),
    ]),
  ];
}

function named(event: string, field: string, sentence: string): readonly Problem[] {
  return event.trim() === '' ? [problem('event', undefined, field, sentence)] : [];
}

/** The condition on an event, of the entry or of the journey as a whole. */
function within(
  steps: JourneyDocument['steps'],
  condition: Condition | undefined,
  step: typeof ENTRY | undefined,
  field: string,
): readonly Problem[] {
  if (!condition) return [];
  const place: EventPlace = step === ENTRY ? 'entry' : 'event';
  return [
    ...checkCondition(condition, Object.keys(steps)).map((sentence) => problem('condition', step, field, sentence)),
    ...checkOnEvent(condition, place).map((sentence) =>
      problem(place === 'entry' ? 'too-early' : 'not-of-the-event', step, field, sentence),
    ),
  ];
}

function problem(code: string, step: string | undefined, field: string, sentence: string): Problem {
  return { code, severity: 'error', ...(step === undefined ? {} : { step }), field, sentence };
}
