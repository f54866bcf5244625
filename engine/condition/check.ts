import { compilePattern } from '../pattern/pattern.ts';
import { assertNever } from '../values/assert-never.ts';
import { windowMs } from './compare.ts';
import type { Condition, PropertyTest } from './schema.ts';

/** What is wrong with a condition in a journey with these steps, a sentence each. */
export function checkCondition(condition: Condition, steps: readonly string[]): readonly string[] {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.flatMap((one) => checkCondition(one, steps));
    case 'not':
      return checkCondition(condition.of, steps);
    case 'message':
      return [...checkStep(condition.step, steps), ...checkWindow(condition.within)];
    case 'metric':
      return [
        ...checkStep(condition.metric.step, steps),
        ...checkWindow(condition.metric.within),
        ...checkOperand(condition),
      ];
    case 'events':
      return [
        ...(condition.event.trim() === '' ? ['Choose the event that is counted.'] : []),
        ...checkOperand(condition),
        ...checkWindow(condition.within),
        ...(condition.where ?? []).flatMap(checkTest),
        ...(condition.measure === 'sum' && !condition.path ? ['A sum needs the property that is added up.'] : []),
      ];
    case 'attribute':
    case 'property':
    case 'variable':
      return checkTest(condition);
    case 'segment':
      return condition.segment.trim() === '' ? ['Choose the segment.'] : [];
    case 'consent':
      return condition.channel === '' ? ['Choose the channel.'] : [];
    default:
      return assertNever(condition);
  }
}

/** Where there is no run to look at: an entry, the event of a goal, an exit or a wait's end, a segment. */
export type EventPlace = 'entry' | 'event' | 'segment';

const ofARun: Readonly<Record<EventPlace, Readonly<Record<'metric' | 'variable' | 'message' | 'since', string>>>> = {
  entry: {
    metric: 'A rate of this journey cannot decide who enters: ask for it in a branch.',
    variable: 'Before somebody enters no system has answered yet: ask for it in a branch.',
    message:
      'Before somebody enters they have no messages of this journey: choose a channel alone, or ask in a branch.',
    since: 'Before somebody enters nothing has happened since: say in the last how many days, or ask in a branch.',
  },
  segment: {
    metric: 'A segment is of people: a rate of a journey is the same for all of them.',
    variable: 'A segment looks at no journey, so no system has answered in it.',
    message: 'A segment looks at no journey: choose a channel alone.',
    since: 'A segment looks at no journey: say in the last how many days.',
  },
  event: {
    metric: 'A rate of this journey is not looked at when an event comes: ask for it in a branch.',
    variable: 'What a system answered is not looked at when an event comes: ask for it in a branch.',
    message:
      'Messages of this journey are not looked at when an event comes: choose a channel alone, or ask in a branch.',
    since: 'When they entered is not looked at when an event comes: say in the last how many days, or ask in a branch.',
  },
};

/** What the matcher, which judges events, does not read: it knows the event and the person, not the run. A sentence each. */
export function checkOnEvent(condition: Condition, place: EventPlace): readonly string[] {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.flatMap((one) => checkOnEvent(one, place));
    case 'not':
      return checkOnEvent(condition.of, place);
    case 'metric':
    case 'variable':
      return [ofARun[place][condition.kind]];
    case 'message':
      return condition.channel === undefined || condition.step !== undefined ? [ofARun[place].message] : [];
    case 'events':
      return condition.since === 'entry' ? [ofARun[place].since] : [];
    default:
      return [];
  }
}

/** What is wrong with the condition of a segment, which is asked of people alone, a sentence each. */
export function checkSegment(condition: Condition): readonly string[] {
  const event = looksAtEvent(condition) ? ['A segment is asked of people: there is no event to look at.'] : [];
  return [...checkCondition(condition, []), ...checkOnEvent(condition, 'segment'), ...event];
}

function looksAtEvent(condition: Condition): boolean {
  if (condition.kind === 'all' || condition.kind === 'any') return condition.of.some(looksAtEvent);
  return condition.kind === 'not' ? looksAtEvent(condition.of) : condition.kind === 'property';
}

function checkTest(test: PropertyTest): readonly string[] {
  return [...(test.path.trim() === '' ? ['Choose what the condition looks at.'] : []), ...checkOperand(test)];
}

/** A window is counted in milliseconds back from now: a month has no such length. */
export function checkWindow(within: string | undefined): readonly string[] {
  if (within === undefined || windowMs(within) !== undefined) return [];
  return ['A window has a fixed length: use days or weeks, not months or years.'];
}

function checkStep(step: string | undefined, steps: readonly string[]): readonly string[] {
  return step === undefined || steps.includes(step)
    ? []
    : [`The condition looks at a step that is not there any more (${step}).`];
}

type Compared = Extract<Condition, { op: unknown }>;

function checkOperand({ op, value }: Pick<Compared, 'op' | 'value'>): readonly string[] {
  if (op === 'exists' || op === 'missing') return [];
  if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0))
    return ['The condition compares with nothing yet.'];
  if (op === 'between' && !(Array.isArray(value) && value.length === 2))
    return ['“Between” needs a lowest and a highest value.'];
  if (op === 'within-last' || op === 'not-within-last')
    return typeof value === 'string' ? checkWindow(value) : ['Say how long, such as 30 days.'];
  if (Array.isArray(value) && op !== 'between' && op !== 'in' && op !== 'not-in')
    return ['The condition compares with one value, not with a list.'];
  if (op === 'matches') {
    const pattern = typeof value === 'string' ? compilePattern(value) : { problem: 'A pattern is text' };
    return 'problem' in pattern ? [`${pattern.problem}.`] : [];
  }
  return [];
}
