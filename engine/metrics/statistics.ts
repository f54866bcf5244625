import { chiSquareTail, normalQuantile, twoSidedP } from './distributions.ts';

/** How many of how many: `successes` of `units`, both whole, `successes ≤ units`. */
export interface Proportion {
  readonly successes: number;
  readonly units: number;
}

/** Both ends as shares (or differences of shares), −1 to 1. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

export interface ZTest {
  readonly z: number;
  /** Two-sided. */
  readonly p: number;
}

export interface ChiSquareTest {
  readonly chiSquare: number;
  readonly df: number;
  readonly p: number;
}

/**
 * The two-sided Wilson score interval of a share (Wilson 1927; Newcombe 1998a, method 3). Undefined over no units.
 * `confidence` is 0–1.
 */
export function wilsonInterval(proportion: Proportion, confidence = 0.95): Interval | undefined {
  return proportion.units === 0 ? undefined : wilson(proportion, normalQuantile((1 + confidence) / 2));
}

/** Newcombe's hybrid score interval of `a − b` (Newcombe 1998b, method 10). Undefined where either has no units. */
export function differenceInterval(a: Proportion, b: Proportion, confidence = 0.95): Interval | undefined {
  const intervalA = wilsonInterval(a, confidence);
  const intervalB = wilsonInterval(b, confidence);
  if (intervalA === undefined || intervalB === undefined) return undefined;
  const [shareA, shareB] = [a.successes / a.units, b.successes / b.units];
  return {
    low: shareA - shareB - Math.hypot(shareA - intervalA.low, intervalB.high - shareB),
    high: shareA - shareB + Math.hypot(intervalA.high - shareA, shareB - intervalB.low),
  };
}

/** The pooled z test of `a − b`, which is Pearson's χ² without continuity correction. Undefined where nothing varies. */
export function compareProportions(a: Proportion, b: Proportion): ZTest | undefined {
  const pooled = (a.successes + b.successes) / (a.units + b.units);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / a.units + 1 / b.units));
  if (!(error > 0) || !Number.isFinite(error)) return undefined;
  const z = (a.successes / a.units - b.successes / b.units) / error;
  return { z, p: twoSidedP(z) };
}

/** Pearson's χ² that all shares are equal, without continuity correction. Undefined under two arms or where nothing varies. */
export function compareAll(arms: readonly Proportion[]): ChiSquareTest | undefined {
  const filled = arms.filter(({ units }) => units > 0);
  const successes = sum(filled.map((arm) => arm.successes));
  const share = successes / sum(filled.map(({ units }) => units));
  if (filled.length < 2 || !(share > 0 && share < 1)) return undefined;
  const chiSquare = sum(
    filled.map((arm) => (arm.successes - arm.units * share) ** 2 / (arm.units * share * (1 - share))),
  );
  return tested(chiSquare, filled.length - 1);
}

/**
 * Sample ratio mismatch: Pearson's χ² of the units seen in each arm against the weights they were assigned by. An arm of weight 0 is no
 * degree of freedom, and a unit in one is a mismatch for sure (p 0). Undefined under two weighted arms or without units.
 */
export function sampleRatioTest(units: readonly number[], weights: readonly number[]): ChiSquareTest | undefined {
  const arms = units.map((seen, arm) => ({ seen, weight: weights[arm] ?? 0 }));
  const weighted = arms.filter(({ weight }) => weight > 0);
  const total = sum(units);
  if (weighted.length < 2 || total === 0) return undefined;
  const df = weighted.length - 1;
  if (arms.some(({ seen, weight }) => weight <= 0 && seen > 0))
    return { chiSquare: Number.POSITIVE_INFINITY, df, p: 0 };
  const unit = total / sum(weighted.map(({ weight }) => weight));
  return tested(sum(weighted.map(({ seen, weight }) => (seen - unit * weight) ** 2 / (unit * weight))), df);
}

/** Whether a share is below a threshold with this one-sided confidence (0–1): the upper Wilson bound is below it. Never over no units. */
export function proportionBelow(proportion: Proportion, threshold: number, confidence: number): boolean {
  return proportion.units > 0 && wilson(proportion, normalQuantile(confidence)).high < threshold;
}

/** Whether a share is above a threshold with this one-sided confidence (0–1): the lower Wilson bound is above it. Never over no units. */
export function proportionAbove(proportion: Proportion, threshold: number, confidence: number): boolean {
  return proportion.units > 0 && wilson(proportion, normalQuantile(confidence)).low > threshold;
}

function wilson({ successes, units }: Proportion, z: number): Interval {
  const share = successes / units;
  const shrink = 1 + z ** 2 / units;
  const centre = (share + z ** 2 / (2 * units)) / shrink;
  const half = (z / shrink) * Math.sqrt((share * (1 - share)) / units + z ** 2 / (4 * units ** 2));
  // Rounding must not leave a hair's breadth at the ends.
  return { low: successes === 0 ? 0 : centre - half, high: successes === units ? 1 : centre + half };
}

function tested(chiSquare: number, df: number): ChiSquareTest {
  return { chiSquare, df, p: chiSquareTail(chiSquare, df) };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
