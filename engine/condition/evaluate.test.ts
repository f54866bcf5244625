import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FactRequest, Facts, type FactValue, factKey } from '../facts/request.ts';
import type { Json, JsonObject } from '../values/json.ts';
import { type Comparison, holds } from './compare.ts';
import { type Evidence, evaluate, testProperty } from './evaluate.ts';
import { factsOf } from './facts-of.ts';
import type { Condition, Operand, Operator } from './schema.ts';

const now = Date.parse('2025-03-30T12:00:00Z');
const moment = { now, timeZone: 'Europe/Paris' };
const test = (actual: Json | undefined, op: Operator, value?: Operand) => {
  const comparison: Comparison = value === undefined ? { op } : { op, value };
  return holds(actual, comparison, moment);
};

describe('a comparison', () => {
  it.each<[Json | undefined, Operator, Operand | undefined, boolean]>([
    ['FR', 'is', 'fr', true],
    ['250', 'is', 250, true],
    [250, 'is', '250.0', true],
    ['01234', 'is', '1234', false],
    ['0x10', 'is', 16, false],
    [true, 'is', 'true', true],
    ['red', 'in', ['green', 'red'], true],
    ['red', 'in', [], false],
    ['red', 'not-in', ['green'], true],
    ['310', 'at-least', 250, true],
    ['many', 'at-least', 250, false],
    ['many', 'less', 250, false],
    [5, 'between', [1, 5], true],
    [6, 'between', [1, 5], false],
    [5, 'between', [1], false],
    ['a vip b', 'contains', 'VIP', true],
    [['vip', 'new'], 'contains', 'vip', true],
    [['vip', 'new'], 'is', 'new', true],
    ['vip', 'starts-with', 'V', true],
    ['vip', 'ends-with', 'IP', true],
    ['order-17', 'matches', '^order-\\d+$', true],
    ['order-17', 'matches', '(', false],
    [0, 'exists', undefined, true],
    ['', 'exists', undefined, true],
    [null, 'exists', undefined, false],
    ['2025-03-29', 'before', '2025-03-30', true],
    // Midnight in Paris is an hour earlier than in London.
    ['2025-03-30', 'before', '2025-03-29T23:30:00Z', true],
    ['soon', 'after', '2025-03-30', false],
    ['2025-03-29T13:00:00Z', 'within-last', 'P1D', true],
    ['2025-03-29T12:00:00Z', 'within-last', 'P1D', false],
    ['2025-03-31', 'within-last', 'P1D', false],
    ['2025-03-29T13:00:00Z', 'within-last', 'P1M', false],
    ['2025-03-29T13:00:00Z', 'within-last', 'soon', false],
    [now - 1, 'within-last', 'PT1S', true],
  ])('of %j with %s %j is %s', (actual, op, value, expected) => {
    expect(test(actual, op, value)).toBe(expected);
  });

  it('fails on a missing value unless it says no', () => {
    const yes: Operator[] = [
      'is',
      'in',
      'greater',
      'at-least',
      'less',
      'at-most',
      'between',
      'contains',
      'matches',
      'before',
      'after',
      'within-last',
      'exists',
      'starts-with',
    ];
    for (const op of yes) expect(test(undefined, op, 'P1D'), op).toBe(false);
    for (const op of ['is-not', 'not-in', 'not-contains', 'missing'] as const)
      expect(test(undefined, op, 'P1D'), op).toBe(true);
  });

  it('never throws, whatever meets whatever', () => {
    const operators: Operator[] = [
      'is',
      'is-not',
      'in',
      'not-in',
      'greater',
      'at-least',
      'less',
      'at-most',
      'between',
      'contains',
      'not-contains',
      'starts-with',
      'ends-with',
      'matches',
      'exists',
      'missing',
      'before',
      'after',
      'within-last',
      'not-within-last',
    ];
    const scalar = fc.oneof(fc.string(), fc.double(), fc.boolean());
    const operand = fc.option(fc.oneof(scalar, fc.array(scalar, { maxLength: 3 })), { nil: undefined });
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...operators), operand, (actual, op, value) => {
        expect(typeof test(asJson(actual), op, value)).toBe('boolean');
      }),
    );
  });
});

const paths = ['a', 'b', 'c'] as const;
const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    kind: fc.constant('attribute'),
    path: fc.constantFrom(...paths),
    op: fc.constantFrom('is', 'is-not', 'at-least', 'less', 'exists', 'missing'),
    value: fc.integer({ min: 0, max: 5 }),
  }),
  fc.record({
    kind: fc.constant('events'),
    event: fc.constant('Ordered'),
    measure: fc.constant('count'),
    op: fc.constantFrom('at-least', 'less'),
    value: fc.integer({ min: 0, max: 5 }),
  }),
  fc.record({ kind: fc.constant('segment'), segment: fc.constantFrom('s', 't') }),
);
const { condition: anyCondition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.record({ kind: fc.constantFrom('all', 'any'), of: fc.array(tie('condition'), { maxLength: 3 }) }),
    fc.record({ kind: fc.constant('not'), of: tie('condition') }),
  ),
}));
const attributes = fc.record(
  { a: fc.integer({ min: 0, max: 5 }), b: fc.integer({ min: 0, max: 5 }) },
  { requiredKeys: [] },
);

function knowing(condition: Condition, known: JsonObject, count = 2): Evidence {
  const answer = (request: FactRequest): FactValue => {
    if (request.kind === 'profile') return { attributes: known, timeZone: 'UTC' };
    if (request.kind === 'segment') return request.segment === 's';
    if (request.kind === 'metric') return { numerator: 3, denominator: 100 };
    if (request.kind === 'consent') return 'withdrawn';
    return { count, sum: 310, lastAt: now - 86_400_000 };
  };
  return { facts: new Facts(new Map(factsOf(condition).map((request) => [factKey(request), answer(request)]))), now };
}
const judged = (condition: Condition, known: JsonObject, count?: number) =>
  evaluate(condition, knowing(condition, known, count));
const not = (of: Condition): Condition => ({ kind: 'not', of });

describe('any condition', () => {
  it('means the same when it is denied twice, and says the same', () => {
    fc.assert(
      fc.property(anyCondition, attributes, (condition, known) => {
        expect(judged(not(not(condition)), known)).toEqual(judged(condition, known));
      }),
    );
  });

  it('obeys de Morgan', () => {
    fc.assert(
      fc.property(fc.array(anyCondition, { maxLength: 3 }), attributes, (of, known) => {
        const notAll = judged(not({ kind: 'all', of }), known).holds;
        expect(judged({ kind: 'any', of: of.map(not) }, known).holds).toBe(notAll);
      }),
    );
  });

  it('gives values in its reason that alone lead to the same verdict', () => {
    fc.assert(
      fc.property(anyCondition, attributes, fc.integer({ min: 0, max: 5 }), (condition, known, count) => {
        const { holds: verdict, reason } = judged(condition, known, count);
        // Attributes the reason does not name may be anything.
        const named = Object.fromEntries(
          paths.map((path) => [path, reason.facts && path in reason.facts ? (reason.facts[path] ?? undefined) : 99]),
        );
        const isCounted = Object.keys(reason.facts ?? {}).some((name) => name.startsWith('Ordered'));
        expect(judged(condition, named, isCounted ? count : 99).holds).toBe(verdict);
      }),
      { numRuns: 500 },
    );
  });

  it('says only what is true of numbers', () => {
    const compare: Record<string, (a: number, b: number) => boolean> = { '≥': (a, b) => a >= b, '<': (a, b) => a < b };
    fc.assert(
      fc.property(anyCondition, attributes, (condition, known) => {
        const { text } = judged(condition, known).reason;
        for (const [, a, negated, sign = '', b] of text.matchAll(/(\d+)(, not)? (≥|<) (\d+)/g))
          expect(compare[sign]?.(Number(a), Number(b)), text).toBe(negated === undefined);
      }),
    );
  });
});

it.each<[Condition, boolean, string]>([
  [{ kind: 'attribute', path: 'lifetime_value', op: 'at-least', value: 250 }, true, 'lifetime_value 310 ≥ 250'],
  [{ kind: 'attribute', path: 'lifetime_value', op: 'at-least', value: 400 }, false, 'lifetime_value 310, not ≥ 400'],
  [{ kind: 'attribute', path: 'country', op: 'is', value: 'fr' }, true, 'country is FR'],
  [{ kind: 'attribute', path: 'country', op: 'is', value: 'de' }, false, 'country FR, not de'],
  [{ kind: 'attribute', path: 'country', op: 'is-not', value: 'fr' }, false, 'country is FR'],
  [{ kind: 'attribute', path: 'country', op: 'not-in', value: ['fr', 'de'] }, false, 'country FR is one of fr, de'],
  [{ kind: 'attribute', path: 'gone', op: 'is', value: 'x' }, false, 'gone unknown, not x'],
  [{ kind: 'attribute', path: 'gone', op: 'exists' }, false, 'gone is missing'],
  [
    { kind: 'events', event: 'Ordered', measure: 'count', within: 'P30D', op: 'at-least', value: 1 },
    true,
    'Ordered in the last 30 days: times 2 ≥ 1',
  ],
  [
    {
      kind: 'events',
      event: 'Ordered',
      measure: 'sum',
      path: 'properties.revenue',
      since: 'entry',
      op: 'less',
      value: 100,
    },
    false,
    'Ordered since entering: sum of revenue 310, not < 100',
  ],
  [
    { kind: 'metric', metric: { rate: 'click', within: 'P7D' }, op: 'less', value: 0.05 },
    true,
    'click rate 0.03 < 0.05',
  ],
  [{ kind: 'consent', channel: 'sms' }, false, 'sms not allowed'],
  [{ kind: 'segment', segment: 't' }, false, 'not in segment t'],
])('explains %j', (condition, verdict, text) => {
  expect(judged(condition, { lifetime_value: 310, country: 'FR' })).toMatchObject({ holds: verdict, reason: { text } });
});

it('asks each question once', () => {
  const one: Condition = { kind: 'attribute', path: 'a', op: 'exists' };
  expect(factsOf({ kind: 'all', of: [one, not(one), { kind: 'attribute', path: 'b', op: 'exists' }] })).toEqual([
    { kind: 'profile' },
  ]);
});

it('tests a property of an event below the event, own values only', () => {
  const event = { name: 'Ordered', at: now, properties: { value: 40, items: [{ sku: 'x' }] } };
  const tests = (path: string, op: Operator, value?: Operand) =>
    testProperty(event, { path, op, ...(value === undefined ? {} : { value }) }, moment);
  expect(tests('properties.value', 'at-least', 40)).toBe(true);
  expect(tests('properties.items.0.sku', 'is', 'x')).toBe(true);
  expect(tests('name', 'is', 'Ordered')).toBe(true);
  expect(tests('properties.__proto__', 'exists')).toBe(false);
  expect(tests('properties.constructor', 'exists')).toBe(false);
});

function asJson(value: unknown): Json {
  // What the generator makes is JSON; its type says unknown.
  return value as Json;
}
