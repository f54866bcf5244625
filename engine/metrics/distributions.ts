/// <reference path="./jstat.d.ts" />
import jStat from 'jstat';

/** The z below which a standard normal lies with probability `p`, 0–1. */
export function normalQuantile(p: number): number {
  return jStat.normal.inv(p, 0, 1);
}

/** The two-sided p of a standard normal z, by erfc: exact in the far tail, where 1 − cdf is noise. */
export function twoSidedP(z: number): number {
  return jStat.erfc(Math.abs(z) / Math.SQRT2);
}

/**
 * The upper tail of χ² with whole degrees of freedom, as the finite sums of Abramowitz & Stegun 26.4.4 and 26.4.5
 * (df 1: erfc(√(x/2)), df 2: exp(−x/2)).
 */
export function chiSquareTail(chiSquare: number, df: number): number {
  const half = chiSquare / 2;
  const isOdd = df % 2 === 1;
  let term = isOdd ? Math.exp(-half) * 2 * Math.sqrt(half / Math.PI) : Math.exp(-half);
  let sum = isOdd ? jStat.erfc(Math.sqrt(half)) : 0;
  for (let step = isOdd ? 1.5 : 1; step <= df / 2; step += 1) {
    sum += term;
    term *= half / step;
  }
  return Math.min(1, sum);
}
