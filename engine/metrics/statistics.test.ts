import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chiSquareTail } from './distributions.ts';
import {
  compareAll,
  compareProportions,
  differenceInterval,
  proportionAbove,
  proportionBelow,
  sampleRatioTest,
  wilsonInterval,
} from './statistics.ts';

const of = (successes: number, units: number) => ({ successes, units });
const near = (value: number | undefined, expected: number, relative: number) =>
  expect(Math.abs((value ?? Number.NaN) / expected - 1)).toBeLessThan(relative);

it.each([
  ['600 : 400 (Wikipedia)', [600, 400], [0.5, 0.5], 40, 2.54e-10, 1e-3],
  ['821,588 : 815,482 (Kohavi, Tang & Xu 2020)', [821_588, 815_482], [1, 1], 22.774369, 1.82179e-6, 1e-5],
  ['44,000 : 45,000 (srm.osc.garden)', [44_000, 45_000], [50, 50], 11.2359551, 0.00080228, 1e-5],
  ['5,100 : 2,400 : 2,500 of 50/25/25', [5_100, 2_400, 2_500], [50, 25, 25], 6, 0.04978707, 1e-6],
  ['21,307 : 21,387 : 21,306', [21_307, 21_387, 21_306], [1, 1, 1], 0.20253125, 0.90369296, 1e-7],
])('sample ratio of %s', (_, units, weights, chiSquare, p, relative) => {
  const test = sampleRatioTest(units, weights);
  near(test?.chiSquare, chiSquare, 1e-7);
  near(test?.p, p, relative);
});

it('does not count an arm of weight 0, unless somebody is in it', () => {
  expect(sampleRatioTest([600, 400, 0], [0.5, 0.5, 0])).toEqual(sampleRatioTest([600, 400], [0.5, 0.5]));
  expect(sampleRatioTest([500, 500, 1], [0.5, 0.5, 0])?.p).toBe(0);
  expect(sampleRatioTest([0, 0], [0.5, 0.5])).toBeUndefined();
  expect(sampleRatioTest([10, 0], [1, 0])).toBeUndefined();
});

it.each([
  ['5/83 and 12/99 (statsmodels)', of(5, 83), of(12, 99), -1.40783, 0.15918129],
  ['14/100 and 20/100 (Evan Miller)', of(14, 100), of(20, 100), -1.129465, 0.258702],
  ['8,502/44,700 and 8,279/45,489 (Cookie Cats)', of(8_502, 44_700), of(8_279, 45_489), 3.164359, 0.00155425],
])('pooled z of %s', (_, a, b, z, p) => {
  const test = compareProportions(a, b);
  near(test?.z, z, 2e-6);
  near(test?.p, p, 3e-6);
});

it('compares several shares as R does (prop.test, smokers)', () => {
  const test = compareAll([of(83, 86), of(90, 93), of(129, 136), of(70, 82)]);
  expect(test?.df).toBe(3);
  near(test?.chiSquare, 12.600411, 1e-7);
  near(test?.p, 0.00558548, 1e-6);
});

it.each([
  ['14/100 (Evan Miller)', of(14, 100), 0.085, 0.221, 3],
  ['20/100 (Evan Miller)', of(20, 100), 0.133, 0.289, 3],
  ['81/263 (Newcombe 1998)', of(81, 263), 0.2553, 0.3662, 4],
])('Wilson interval of %s', (_, proportion, low, high, digits) => {
  const interval = wilsonInterval(proportion);
  expect(interval?.low).toBeCloseTo(low, digits);
  expect(interval?.high).toBeCloseTo(high, digits);
});

it('gives the interval of a difference by Newcombe (56/70 − 48/80)', () => {
  const interval = differenceInterval(of(56, 70), of(48, 80));
  expect(interval?.low).toBeCloseTo(0.052431, 6);
  expect(interval?.high).toBeCloseTo(0.333873, 6);
});

it('has nothing to say over no units', () => {
  expect(wilsonInterval(of(0, 0))).toBeUndefined();
  expect(differenceInterval(of(0, 0), of(1, 2))).toBeUndefined();
  expect(compareProportions(of(0, 0), of(1, 2))).toBeUndefined();
  expect(compareProportions(of(0, 9), of(0, 9))).toBeUndefined();
  expect(compareAll([of(0, 5), of(0, 5)])).toBeUndefined();
  expect(proportionBelow(of(0, 0), 0.5, 0.95)).toBe(false);
  expect(proportionAbove(of(0, 0), 0.5, 0.95)).toBe(false);
});

it('is sure of a share only with enough units', () => {
  expect(proportionBelow(of(1, 20), 0.1, 0.95)).toBe(false);
  expect(proportionBelow(of(50, 1_000), 0.1, 0.95)).toBe(true);
  expect(proportionAbove(of(3, 20), 0.1, 0.95)).toBe(false);
  expect(proportionAbove(of(150, 1_000), 0.1, 0.95)).toBe(true);
});

it.each([
  [7.814728, 3, 0.05],
  [9.487729, 4, 0.05],
  [18.307038, 10, 0.05],
  [20.515006, 5, 0.001],
  [0, 3, 1],
])('the tail of χ² %d with df %i is %d', (x, df, p) => expect(chiSquareTail(x, df)).toBeCloseTo(p, 7));

const proportion = fc
  .integer({ min: 1, max: 5_000 })
  .chain((units) => fc.record({ units: fc.constant(units), successes: fc.nat(units) }));

it('flips signs exactly when the arms are swapped, and holds the share within its interval', () => {
  fc.assert(
    fc.property(proportion, proportion, (a, b) => {
      const forth = differenceInterval(a, b);
      const back = differenceInterval(b, a);
      expect(back?.low).toBeCloseTo(-(forth?.high ?? Number.NaN), 12);
      expect(compareProportions(a, b)?.p).toBe(compareProportions(b, a)?.p);
      const interval = wilsonInterval(a);
      expect(interval?.low).toBeLessThanOrEqual(a.successes / a.units);
      expect(interval?.high).toBeGreaterThanOrEqual(a.successes / a.units);
      expect(interval?.low).toBeGreaterThanOrEqual(0);
      expect(interval?.high).toBeLessThanOrEqual(1);
    }),
  );
});

it('never says below and above at once', () => {
  fc.assert(
    fc.property(proportion, fc.double({ min: 0, max: 1, noNaN: true }), (share, threshold) => {
      expect(proportionBelow(share, threshold, 0.9) && proportionAbove(share, threshold, 0.9)).toBe(false);
    }),
  );
});
