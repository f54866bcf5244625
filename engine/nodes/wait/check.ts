import { checkCondition, checkOnEvent } from '../../condition/check.ts';
import type { Condition } from '../../condition/schema.ts';
import { type JourneyDocument, keyPathOf } from '../../document/schema.ts';
import type { ConfigProblem } from '../../node/define-node.ts';
import { parseDateValue } from '../../time/date-value.ts';
import type { WaitConfig } from './config.ts';

type For<Until extends WaitConfig['until']> = Extract<WaitConfig, { until: Until }>;

/** What keeps a wait from knowing its end. */
export function checkWait(config: WaitConfig, document: JourneyDocument): readonly ConfigProblem[] {
  const inside = (condition: Condition | undefined, field: string) =>
    condition === undefined
      ? []
      : checkCondition(condition, Object.keys(document.steps)).map((sentence) => problem('condition', field, sentence));
  if (config.until === 'event')
    return [...checkEvent(config, document), ...inside(config.where, 'where'), ...ofTheEvent(config.where)];
  if (config.until === 'condition') return inside(config.condition, 'condition');
  return config.until === 'date' ? checkDate(config) : [];
}

function checkEvent({ event, key }: For<'event'>, { entry }: JourneyDocument): readonly ConfigProblem[] {
  return [
    ...(event.trim() === '' ? [problem('event', 'event', 'Choose what to wait for.')] : []),
    ...(key?.equals === 'entry-key' && keyPathOf(entry) === undefined
      ? [problem('key', 'key', 'The entry has no key to compare with. Give it one, or name what the property equals.')]
      : []),
  ];
}

function ofTheEvent(where: Condition | undefined): readonly ConfigProblem[] {
  if (where === undefined) return [];
  return checkOnEvent(where, 'event').map((sentence) => problem('not-of-the-event', 'where', sentence));
}

function checkDate({ date }: For<'date'>): readonly ConfigProblem[] {
  if (date.from !== 'fixed')
    return date.path.trim() === '' ? [problem('date', 'date.path', 'Say where the date stands.')] : [];
  return parseDateValue(date.at, 'UTC') === undefined ? [problem('date', 'date.at', 'Choose the date.')] : [];
}

function problem(code: string, field: string, sentence: string): ConfigProblem {
  return { code, field, sentence };
}
