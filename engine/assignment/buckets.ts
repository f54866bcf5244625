import { hash } from './hash.ts';

/** A half-open range `[start, end)` of [0, 1). */
export type BucketRange = readonly [start: number, end: number];

/** `n` equal weights that sum to 1; none for `n` of 0 or less. */
export function getEqualWeights(n: number): readonly number[] {
  return n < 1 ? [] : Array.from({ length: n }, () => 1 / n);
}

/**
 * The range of each variation. Coverage (0–1) shrinks every range from its start, so raising it moves nobody between variations.
 * Weights that are not `n` or do not sum to about 1 (0.99–1.01) give equal ones, as GrowthBook's `getBucketRanges` does.
 */
export function getBucketRanges(
  n: number,
  coverage: number,
  weights?: readonly number[] | null,
): readonly BucketRange[] {
  const share = Math.min(1, Math.max(0, coverage));
  let start = 0;
  return usableWeights(n, weights).map((weight) => {
    const range = [start, start + share * weight] as const;
    start += weight;
    return range;
  });
}

/** The index of the range that holds `bucket`, or -1 where none does. */
export function chooseVariation(bucket: number, ranges: readonly BucketRange[]): number {
  return ranges.findIndex(([start, end]) => bucket >= start && bucket < end);
}

/** Whether an id belongs to a part `[start, end)` of a namespace, within which experiments exclude each other. */
export function inNamespace(id: string, [namespace, start, end]: readonly [string, number, number]): boolean {
  const bucket = hash(`__${namespace}`, id, 1);
  return bucket >= start && bucket < end;
}

function usableWeights(n: number, weights: readonly number[] | null | undefined): readonly number[] {
  if (weights === null || weights === undefined || weights.length !== n) return getEqualWeights(n);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return total < 0.99 || total > 1.01 ? getEqualWeights(n) : weights;
}
