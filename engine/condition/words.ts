import type { Json } from '../values/json.ts';
import type { Comparison } from './compare.ts';
import type { Engagement, Operator } from './schema.ts';

const SYMBOLS: Readonly<Record<Operator, string>> = {
  is: 'is',
  'is-not': 'is not',
  in: 'is one of',
  'not-in': 'is none of',
  greater: '>',
  'at-least': '≥',
  less: '<',
  'at-most': '≤',
  between: 'is between',
  contains: 'contains',
  'not-contains': 'does not contain',
  'starts-with': 'starts with',
  'ends-with': 'ends with',
  matches: 'matches',
  exists: 'is known',
  missing: 'is missing',
  before: 'is before',
  after: 'is after',
  'within-last': 'is within the last',
  'not-within-last': 'is not within the last',
};

const DID: Readonly<Record<Engagement, string>> = {
  sent: 'was sent',
  delivered: 'was delivered',
  opened: 'was opened',
  clicked: 'was clicked',
  replied: 'was replied to',
  bounced: 'bounced',
};

export const symbolOf = (op: Operator): string => SYMBOLS[op];
export const wordsOfEngagement = (did: Engagement): string => DID[did];

/** `lifetime_value 310 ≥ 250`; where it does not hold, `lifetime_value 120, not ≥ 250`. */
export function compared(name: string, actual: Json | undefined, { op, value }: Comparison, holds: boolean): string {
  const shown = shownValue(actual);
  if (op === 'exists' || op === 'missing') return actual === undefined ? `${name} is missing` : `${name} is ${shown}`;
  const wanted = Array.isArray(value)
    ? value.map(shownValue).join(op === 'between' ? ' and ' : ', ')
    : shownValue(value);
  return holds
    ? `${name} ${shown} ${SYMBOLS[op]} ${wanted}`.replace(`${shown} is ${shown}`, `is ${shown}`)
    : `${name} ${shown}, not ${SYMBOLS[op]} ${wanted}`;
}

export function shownValue(value: Json | undefined): string {
  if (value === undefined || value === null) return 'unknown';
  if (typeof value === 'number') return String(Math.round(value * 100) / 100);
  if (typeof value === 'string') return value.length > 60 ? `${value.slice(0, 59)}…` : value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return Array.isArray(value) ? value.map(shownValue).join(', ') : 'a list of values';
}

/** `P30D` → `30 days`. */
export function wordsOfDuration(iso: string): string {
  const parts = [...iso.matchAll(/(\d+)([YMWDHS])/g)];
  const timeFrom = iso.indexOf('T');
  const words = parts.map(({ 1: amount = '', 2: unit = '', index }) => {
    const name = unit === 'M' ? (timeFrom !== -1 && index > timeFrom ? 'minute' : 'month') : (UNITS[unit] ?? unit);
    return `${amount} ${name}${amount === '1' ? '' : 's'}`;
  });
  return words.join(' ');
}
const UNITS: Readonly<Record<string, string>> = { Y: 'year', W: 'week', D: 'day', H: 'hour', S: 'second' };
