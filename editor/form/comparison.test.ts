import { type Operand, type Operator, operator } from '@wend/engine';
import { expect, it } from 'vitest';
import { comparisonsOf, operandFor, typedList, typedValue } from './comparison.ts';

it('offers every comparison of the language where anything may be compared', () => {
  const offered = comparisonsOf({}, {}).flatMap(([, operators]) => operators);
  expect([...offered].sort()).toEqual([...operator.options].sort());
});

it('offers for numbers and dates only what makes sense of them', () => {
  const by = { compares: { by: 'measure', count: 'number', last: 'date' } } as const;
  expect(comparisonsOf(by, { measure: 'count' })[0]?.[1]).toContain('between');
  expect(comparisonsOf(by, { measure: 'count' })[0]?.[1]).not.toContain('contains');
  expect(comparisonsOf(by, { measure: 'last' })[0]?.[1][0]).toBe('within-last');
});

it.each<[Operator, Operand | undefined, Operand | undefined]>([
  ['exists', 'x', undefined],
  ['in', 'x', ['x']],
  ['in', '', []],
  ['between', 5, [5, '']],
  ['between', [1, 2, 3], [1, 2]],
  ['within-last', 'x', 'P30D'],
  ['not-within-last', 'P7D', 'P7D'],
  ['is', ['a', 'b'], 'a'],
  ['is', 'P7D', ''],
  ['at-least', undefined, ''],
])('carries a value over to %s as far as it fits: %j becomes %j', (op, before, after) => {
  expect(operandFor(op, before)).toEqual(after);
});

it('takes for a number what is one as written', () => {
  expect(['250', '-1.5', '0.5', '01234', '1e3', 'FR', ''].map(typedValue)).toEqual([
    250,
    -1.5,
    0.5,
    '01234',
    '1e3',
    'FR',
    '',
  ]);
  expect(typedList('FR, 12 ,, 007')).toEqual(['FR', 12, '007']);
});
