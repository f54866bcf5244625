import type { Json } from '../values/json.ts';
import type { Comparison } from './compare.ts';
import type { Engagement, Operand, Operator } from './schema.ts';

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

/** A true sentence about the value: `lifetime_value 310 ≥ 250`; where the test fails, `lifetime_value 120, not ≥ 250`. */
export function compared(name: string, actual: Json | undefined, { op, value }: Comparison, holds: boolean): string {
  const known = actual !== undefined && actual !== null;
  if (op === 'exists' || op === 'missing') return known ? `${name} is ${shownValue(actual)}` : `${name} is missing`;
  const shown = `${name} ${shownValue(actual)}`;
  const isWindow = op === 'within-last' || op === 'not-within-last';
  const wanted = isWindow ? wordsOfDuration(String(value)) : wantedWords(op, value);
  if (op === 'is' && holds) return `${name} is ${shownValue(actual)}`;
  // A test that says no has failed because the yes is true.
  const yes = denials[op];
  if (yes && known && !holds) return compared(name, actual, { op: yes, value }, true);
  return holds
    ? `${shown} ${SYMBOLS[op]} ${wanted}`
    : `${shown}, not ${SYMBOLS[op].replace(/^is\b ?/, '')} ${wanted}`.replace('  ', ' ');
}

const denials: Partial<Record<Operator, Operator>> = {
  'is-not': 'is',
  'not-in': 'in',
  'not-contains': 'contains',
  'not-within-last': 'within-last',
};

function wantedWords(op: Operator, value: Operand | undefined): string {
  if (!Array.isArray(value)) return shownValue(value);
  return value.map((one) => shownValue(one)).join(op === 'between' ? ' and ' : ', ');
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
