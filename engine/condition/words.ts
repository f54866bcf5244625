import type { Json } from '../values/json.ts';
import type { Comparison } from './compare.ts';
import { type Operand, type Operator, wordsOfOperator } from './schema.ts';

/** Where a sentence about a value is shorter, and as plain, with a sign. */
const SIGNS: Partial<Record<Operator, string>> = { greater: '>', 'at-least': '≥', less: '<', 'at-most': '≤' };
const signOf = (op: Operator): string => SIGNS[op] ?? wordsOfOperator(op);

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
    ? `${shown} ${signOf(op)} ${wanted}`
    : `${shown}, not ${signOf(op).replace(/^is\b ?/, '')} ${wanted}`.replace('  ', ' ');
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
