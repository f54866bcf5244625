import type { Compared, FieldMeta, Operand, Operator } from '@wend/engine';

type Group = readonly [title: string, operators: readonly Operator[]];

const VALUE: Group = ['Value', ['is', 'is-not', 'in', 'not-in', 'exists', 'missing']];
const NUMBER: Group = ['Number', ['at-least', 'greater', 'at-most', 'less', 'between']];
const TEXT: Group = ['Text', ['contains', 'not-contains', 'starts-with', 'ends-with', 'matches']];
const DATE: Group = ['Date', ['within-last', 'not-within-last', 'before', 'after']];
const GROUPS: Readonly<Record<Compared, readonly Group[]>> = {
  anything: [VALUE, NUMBER, TEXT, DATE],
  number: [['Number', [...NUMBER[1], 'is', 'is-not']]],
  date: [['Date', [...DATE[1], 'exists', 'missing']]],
};

/** The comparisons that make sense here, in groups; the first of all is the usual one. */
export function comparisonsOf(
  { compares = 'anything' }: FieldMeta,
  beside: Readonly<Record<string, unknown>>,
): readonly Group[] {
  if (typeof compares === 'string') return GROUPS[compares];
  const kind = compares[String(beside[compares.by])];
  return GROUPS[kind === 'number' || kind === 'date' ? kind : 'anything'];
}

type Scalar = Exclude<Operand, readonly unknown[]>;
/** What is typed in for a comparison. */
export type Asked = 'nothing' | 'list' | 'range' | 'duration' | 'date' | 'number' | 'text';

export function askedFor(op: Operator): Asked {
  switch (op) {
    case 'exists':
    case 'missing':
      return 'nothing';
    case 'in':
    case 'not-in':
      return 'list';
    case 'between':
      return 'range';
    case 'within-last':
    case 'not-within-last':
      return 'duration';
    case 'before':
    case 'after':
      return 'date';
    case 'greater':
    case 'at-least':
    case 'less':
    case 'at-most':
      return 'number';
    default:
      return 'text';
  }
}

const isDuration = (value: unknown): boolean => typeof value === 'string' && /^P(\d|T\d)/.test(value);

/** The value carried over to another comparison, as far as it fits there. */
export function operandFor(op: Operator, value: Operand | undefined): Operand | undefined {
  const first: Scalar = (Array.isArray(value) ? value[0] : value) ?? '';
  const scalar = isDuration(first) ? '' : first;
  switch (askedFor(op)) {
    case 'nothing':
      return undefined;
    case 'list':
      return Array.isArray(value) ? value : scalar === '' ? [] : [scalar];
    case 'range':
      return Array.isArray(value) ? [value[0] ?? '', value[1] ?? ''] : [scalar, ''];
    case 'duration':
      return isDuration(first) ? first : 'P30D';
    default:
      return scalar;
  }
}

/** A number where it is one as written; postcodes and such keep their noughts. */
export function typedValue(text: string): Scalar {
  return /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text) ? Number(text) : text;
}

/** `fr, de` as the values it names. */
export function typedList(text: string): readonly Scalar[] {
  return text.split(',').flatMap((part) => (part.trim() === '' ? [] : [typedValue(part.trim())]));
}
