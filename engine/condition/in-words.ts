import { wordsOfChannel } from '../document/channel.ts';
import { assertNever } from '../values/assert-never.ts';
import {
  type Condition,
  type Operand,
  type Operator,
  type PropertyTest,
  wordsOfEngagement,
  wordsOfOperator,
} from './schema.ts';
import { shownValue, wordsOfDuration } from './words.ts';

/** What a step is called, by its id. */
export type NameOf = (step: string) => string;
type Of<Kind extends Condition['kind']> = Extract<Condition, { kind: Kind }>;

/** A condition as people read it: `country is France`, `Order Completed at least 2 times in the last 30 days`. */
export function inWords(condition: Condition, nameOf: NameOf): string {
  const words = (one: Condition): string => inWords(one, nameOf);
  switch (condition.kind) {
    case 'all':
      return condition.of.length === 0
        ? 'everyone'
        : condition.of.map((one) => bracketed(one, 'any', words)).join(' and ');
    case 'any':
      return condition.of.length === 0
        ? 'nobody'
        : condition.of.map((one) => bracketed(one, 'all', words)).join(' or ');
    case 'not':
      return `not (${words(condition.of)})`;
    case 'attribute':
    case 'property':
    case 'variable':
      return testInWords(condition);
    case 'events':
      return eventsInWords(condition);
    case 'message':
      return messageInWords(condition, nameOf);
    case 'segment':
      return `in the segment ${condition.segment || '…'}`;
    case 'consent':
      return `${wordsOfChannel(condition.channel)} allowed`;
    case 'metric':
      return metricInWords(condition, nameOf);
    default:
      return assertNever(condition);
  }
}

/** Alternatives inside a list of requirements, and the other way round, stand in brackets. */
function bracketed(one: Condition, kind: 'all' | 'any', words: (one: Condition) => string): string {
  return one.kind === kind && one.of.length > 1 ? `(${words(one)})` : words(one);
}

function eventsInWords({ event, measure, path, where = [], within, since, op, value }: Of<'events'>): string {
  const of = where.length === 0 ? '' : ` (${where.map(testInWords).join(', ')})`;
  const name = `${event || '…'}${of}`;
  const when = `${since === undefined ? '' : ' since entering'}${windowInWords(within)}`;
  const amount = `${op === 'is' ? 'exactly' : wordsOfOperator(op).replace(/^is /, '')}${operandInWords(op, value)}`;
  if (measure === 'last') return `last ${name} ${wordsOfOperator(op)}${operandInWords(op, value)}${when}`;
  if (measure === 'sum') return `${lastKey(path ?? '')} of ${name} adds up to ${amount}${when}`;
  return `${name} ${amount} ${value === 1 ? 'time' : 'times'}${when}`;
}

function messageInWords({ step, channel, did, within }: Of<'message'>, nameOf: NameOf): string {
  const by = channel === undefined ? 'a message' : `a message by ${wordsOfChannel(channel)}`;
  return `${step === undefined ? by : nameOf(step)} ${wordsOfEngagement(did)}${windowInWords(within)}`;
}

function metricInWords({ metric, op, value }: Of<'metric'>, nameOf: NameOf): string {
  const of = metric.step === undefined ? '' : ` of ${nameOf(metric.step)}`;
  const percent = (one: Operand): Operand => (typeof one === 'number' ? `${Math.round(one * 1_000) / 10} %` : one);
  const wanted = Array.isArray(value) ? value.flatMap(percent) : value === undefined ? value : percent(value);
  return `${metric.rate} rate${of} ${wordsOfOperator(op)}${operandInWords(op, wanted)}${windowInWords(metric.within)}`;
}

function testInWords({ path, op, value }: PropertyTest): string {
  return `${lastKey(path)} ${wordsOfOperator(op)}${operandInWords(op, value)}`;
}

/** With a space before it; nothing where the comparison needs no value, and `…` while it is missing. */
function operandInWords(op: Operator, value: Operand | undefined): string {
  if (op === 'exists' || op === 'missing') return '';
  if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return ' …';
  if (typeof value === 'string' && (op === 'within-last' || op === 'not-within-last'))
    return ` ${wordsOfDuration(value)}`;
  return ` ${Array.isArray(value) && op === 'between' ? value.map(shownValue).join(' and ') : shownValue(value)}`;
}

const windowInWords = (within: string | undefined): string =>
  within === undefined ? '' : ` in the last ${wordsOfDuration(within)}`;

const lastKey = (path: string): string => (path.split('.').at(-1) ?? path).replaceAll('_', ' ') || '…';
