import { evaluate } from '../../condition/evaluate.ts';
import { factsOf } from '../../condition/facts-of.ts';
import type { DecideInput, ResumeInput } from '../../node/define-node.ts';
import { defineNode } from '../../node/define-node.ts';
import { go, type Outcome, wait as rest } from '../../node/outcome.ts';
import { addDuration } from '../../time/duration.ts';
import { formatLocal, formatLocalDate } from '../../time/format-local.ts';
import { assertNever } from '../../values/assert-never.ts';
import { cardOf, portsOf } from './card.ts';
import { checkWait } from './check.ts';
import { config, type WaitConfig } from './config.ts';
import { dateOf, keyOf, localTimeOf, sinceOf } from './until.ts';

/** How often a condition that time alone can change is looked at again. */
const RECHECK_MS = 15 * 60_000;

type Input<Until extends WaitConfig['until']> = DecideInput & {
  readonly config: Extract<WaitConfig, { until: Until }>;
};

/** Holds the person until a time, an event or a condition. */
export const wait = defineNode({
  type: 'wait',
  version: 1,
  group: 'timing',
  title: 'Wait',
  summary: 'For a time, until a date, or until something happens',
  icon: 'clock',
  config,
  initial: { until: 'duration', for: 'P1D' },
  ports: portsOf,
  card: cardOf,
  facts: (settings) => [
    { kind: 'profile' as const },
    ...(settings.until === 'condition' ? factsOf(settings.condition) : []),
  ],
  check: (settings, { document }) => checkWait(settings, document),
  decide: ({ config: settings, ...input }) => {
    switch (settings.until) {
      case 'duration':
        return waitFor({ ...input, config: settings });
      case 'date':
        return waitUntilDate({ ...input, config: settings });
      case 'local-time':
        return waitUntilTime({ ...input, config: settings });
      case 'event':
        return waitForEvent({ ...input, config: settings });
      case 'condition':
        return waitForCondition({ ...input, config: settings });
      default:
        return assertNever(settings);
    }
  },
  resume: (input) => resumed(input),
});

const zoneOf = ({ facts }: DecideInput): string => facts.read({ kind: 'profile' }).timeZone;

function waitFor({ config: settings, now, ...input }: Input<'duration'>): Outcome {
  const until = addDuration(now, settings.for, zoneOf({ now, ...input }));
  return rest({
    until,
    reason: { text: `Waits until ${formatLocalDate(until, zoneOf({ now, ...input }))}, their time` },
  });
}

function waitUntilDate(input: Input<'date'>): Outcome {
  const profile = input.facts.read({ kind: 'profile' });
  const until = dateOf(input.config, input.run, profile);
  if (until === undefined) return go('no-date', 'There is no date to wait for');
  const shown = formatLocalDate(until, profile.timeZone);
  if (until <= input.now) return go('next', `${shown} is past already`);
  return rest({ until, reason: { text: `Waits until ${shown}, their time` } });
}

function waitUntilTime(input: Input<'local-time'>): Outcome {
  const until = localTimeOf(input.config, input.now, zoneOf(input));
  return rest({ until, reason: { text: `Waits until ${formatLocal(until, zoneOf(input))}, their time` } });
}

function waitForEvent({ config: settings, run, ...input }: Input<'event'>): Outcome {
  const since = sinceOf(settings, run);
  // Where everything is late it may be over already: what came in time is looked for all the same, before the time-out is taken.
  const until = addDuration(since, settings.timeout, zoneOf({ run, ...input }));
  const pattern = { event: settings.event, where: settings.where, key: keyOf(settings, run), since };
  return rest({
    until,
    events: [pattern],
    reason: {
      text: `Waits for ${settings.event}, at the latest until ${formatLocalDate(until, zoneOf({ run, ...input }))}`,
    },
  });
}

function waitForCondition({ config: settings, facts, run, now }: Input<'condition'>): Outcome {
  const { timeZone } = facts.read({ kind: 'profile' });
  const verdict = evaluate(settings.condition, { facts, event: run.entry, variables: run.variables, now, timeZone });
  if (verdict.holds) return go('happened', verdict.reason);
  const until = addDuration(run.arrivedAt, settings.timeout, timeZone);
  if (until <= now)
    return go('timeout', {
      text: `Not in time: ${verdict.reason.text}`,
      ...(verdict.reason.facts ? { facts: verdict.reason.facts } : {}),
    });
  return rest({
    until,
    condition: settings.condition,
    recheckAt: Math.min(until, now + RECHECK_MS),
    reason: { text: `Not yet: ${verdict.reason.text}` },
  });
}

function resumed({ config: settings, input: ended, ...rest }: ResumeInput & { readonly config: WaitConfig }): Outcome {
  const next = settings.until === 'event' || settings.until === 'condition' ? 'timeout' : 'next';
  if (ended.kind === 'event')
    return go('happened', {
      text: `${ended.event.name} came ${formatLocal(ended.event.at, zoneOf(rest))}`,
      facts: ended.event.properties,
    });
  if (ended.kind === 'released') return go(next, 'The wait was ended by hand');
  if (settings.until === 'condition') return waitForCondition({ ...rest, config: settings });
  if (settings.until === 'event') return go('timeout', `No ${settings.event} came in time`);
  return go('next', 'The time has come');
}
