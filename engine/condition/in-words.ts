import { assertNever } from '../values/assert-never.ts';
import type { Condition, Operand, Operator } from './schema.ts';
import { shownValue, symbolOf, wordsOfDuration, wordsOfEngagement } from './words.ts';

/** A condition as a card shows it: `country is France`, `ordered at least 2 times in the last 30 days`. */
export function inWords(condition: Condition): string {
  switch (condition.kind) {
    case 'all':
      return condition.of.length === 0 ? 'everyone' : condition.of.map(inWords).join(' and ');
    case 'any':
      return condition.of.length === 0 ? 'nobody' : condition.of.map(inWords).join(' or ');
    case 'not':
      return `not (${inWords(condition.of)})`;
    case 'attribute':
    case 'property':
    case 'variable':
      return comparison(nameOf(condition.path), condition.op, condition.value);
    case 'events': {
      const when = condition.within
        ? ` in the last ${wordsOfDuration(condition.within)}`
        : condition.since
          ? ' since entering'
          : '';
      const name =
        condition.measure === 'count'
          ? `times ${condition.event}`
          : condition.measure === 'sum'
            ? `total ${nameOf(condition.path ?? '')} of ${condition.event}`
            : `last ${condition.event}`;
      return `${comparison(name, condition.op, condition.value)}${when}`;
    }
    case 'message':
      return `${condition.step ?? condition.channel ?? 'a message'} ${wordsOfEngagement(condition.did)}`;
    case 'segment':
      return `in ${condition.segment}`;
    case 'consent':
      return `${condition.channel} allowed`;
    case 'metric':
      return comparison(`${condition.metric.rate} rate`, condition.op, condition.value);
    default:
      return assertNever(condition);
  }
}

const nameOf = (path: string): string => (path.split('.').at(-1) ?? path).replaceAll('_', ' ');

function comparison(name: string, op: Operator, value: Operand | undefined): string {
  const symbol = symbolOf(op);
  if (op === 'exists' || op === 'missing') return `${name} ${symbol}`;
  if (value === undefined || value === '') return `${name} ${symbol} …`;
  const shown =
    typeof value === 'string' && (op === 'within-last' || op === 'not-within-last')
      ? wordsOfDuration(value)
      : shownValue(value);
  return `${name} ${symbol} ${shown}`;
}
