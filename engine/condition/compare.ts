import { compilePattern } from '../pattern/pattern.ts';
import { parseDateValue } from '../time/date-value.ts';
import { durationMs } from '../time/duration.ts';
import type { Instant } from '../time/instant.ts';
import { assertNever } from '../values/assert-never.ts';
import type { Json } from '../values/json.ts';
import type { Operand, Operator } from './schema.ts';

export interface Comparison {
  readonly op: Operator;
  readonly value?: Operand | undefined;
}

/** What a comparison is made at; dates without an offset are read in `timeZone`. */
export interface Moment {
  readonly now: Instant;
  readonly timeZone: string;
}

/**
 * A missing value fails every test but `missing`, `is-not`, `not-in` and `not-contains`. Numbers compare with numeric text,
 * text without regard to case; what cannot be compared does not hold.
 */
export function holds(actual: Json | undefined, { op, value }: Comparison, moment: Moment): boolean {
  const given = actual ?? undefined;
  switch (op) {
    case 'exists':
      return given !== undefined;
    case 'missing':
      return given === undefined;
    case 'is':
      return isEqual(given, value);
    case 'is-not':
      return !isEqual(given, value);
    case 'in':
      return listOf(value).some((one) => isEqual(given, one));
    case 'not-in':
      return !listOf(value).some((one) => isEqual(given, one));
    case 'greater':
      return compareNumbers(given, value, (a, b) => a > b);
    case 'at-least':
      return compareNumbers(given, value, (a, b) => a >= b);
    case 'less':
      return compareNumbers(given, value, (a, b) => a < b);
    case 'at-most':
      return compareNumbers(given, value, (a, b) => a <= b);
    case 'between':
      return isBetween(given, listOf(value));
    case 'contains':
      return contains(given, value);
    case 'not-contains':
      return !contains(given, value);
    case 'starts-with':
      return compareText(given, value, (a, b) => a.startsWith(b));
    case 'ends-with':
      return compareText(given, value, (a, b) => a.endsWith(b));
    case 'matches':
      return matches(given, value);
    case 'before':
      return compareDates(given, value, moment, (a, b) => a < b);
    case 'after':
      return compareDates(given, value, moment, (a, b) => a > b);
    case 'within-last':
      return isWithinLast(given, value, moment);
    case 'not-within-last':
      return given !== undefined && !isWithinLast(given, value, moment);
    default:
      return assertNever(op);
  }
}

type Value = Json | undefined;
type Scalar = string | number | boolean;

const listOf = (value: Operand | undefined): readonly Scalar[] =>
  (Array.isArray(value) ? value : value === undefined ? [] : [value]).flat();

const decimal = /^[+-]?(\d+(\.\d*)?|\.\d+)$/;

/** A number, or a decimal one written as text (`"250"`, `"19.90"`). */
export function numberOf(value: Value): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || value.length > 40) return undefined;
  const text = value.trim();
  return decimal.test(text) ? Number(text) : undefined;
}

/** The length of a window in ms; undefined where it has none (months, or no duration at all). */
export function windowMs(window: string): number | undefined {
  try {
    return durationMs(window);
  } catch {
    return undefined;
  }
}

const textOf = (value: Value): string | undefined =>
  typeof value === 'string'
    ? value.toLowerCase()
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : undefined;

function isEqual(actual: Value, expected: Operand | undefined): boolean {
  if (Array.isArray(actual)) return actual.some((one) => isEqual(one, expected));
  if (Array.isArray(expected)) return expected.length === 1 && isEqual(actual, expected[0]);
  // Two texts are compared as texts: the postcode 01234 is not 1234.
  if (typeof actual === 'number' || typeof expected === 'number') {
    const a = numberOf(actual);
    return a !== undefined && a === numberOf(expected);
  }
  const text = textOf(actual);
  return text !== undefined && text === textOf(expected);
}

function compareNumbers(
  actual: Value,
  expected: Operand | undefined,
  test: (a: number, b: number) => boolean,
): boolean {
  const [a, b] = [numberOf(actual), Array.isArray(expected) ? undefined : numberOf(expected)];
  return a !== undefined && b !== undefined && test(a, b);
}

function compareText(actual: Value, expected: Operand | undefined, test: (a: string, b: string) => boolean): boolean {
  const [a, b] = [textOf(actual), Array.isArray(expected) ? undefined : textOf(expected)];
  return a !== undefined && b !== undefined && test(a, b);
}

function contains(actual: Value, expected: Operand | undefined): boolean {
  if (Array.isArray(actual)) return actual.some((one) => isEqual(one, expected));
  return compareText(actual, expected, (a, b) => a.includes(b));
}

function isBetween(actual: Value, [low, high]: readonly Scalar[]): boolean {
  return compareNumbers(actual, low, (a, b) => a >= b) && compareNumbers(actual, high, (a, b) => a <= b);
}

function matches(actual: Value, expected: Operand | undefined): boolean {
  if (typeof actual !== 'string' || typeof expected !== 'string') return false;
  const pattern = compilePattern(expected);
  return 'test' in pattern && pattern.test(actual);
}

function compareDates(
  actual: Value,
  expected: Operand | undefined,
  { timeZone }: Moment,
  test: (a: Instant, b: Instant) => boolean,
): boolean {
  const [a, b] = [parseDateValue(actual, timeZone), parseDateValue(expected, timeZone)];
  return a !== undefined && b !== undefined && test(a, b);
}

function isWithinLast(actual: Value, length: Operand | undefined, { now, timeZone }: Moment): boolean {
  const at = parseDateValue(actual, timeZone);
  const window = typeof length === 'string' ? windowMs(length) : undefined;
  return at !== undefined && window !== undefined && at <= now && at > now - window;
}
