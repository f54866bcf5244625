import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { type BucketRange, chooseVariation, getBucketRanges, getEqualWeights, inNamespace } from './buckets.ts';
import published from './growthbook-cases.json' with { type: 'json' };
import { bucketOf, hash } from './hash.ts';

const range = z.tuple([z.number(), z.number()]);
const cases = z
  .object({
    hash: z.array(z.tuple([z.string(), z.string(), z.number(), z.number().nullable()])),
    getBucketRange: z.array(
      z.tuple([z.string(), z.tuple([z.number(), z.number(), z.array(z.number()).nullable()]), z.array(range)]),
    ),
    chooseVariation: z.array(z.tuple([z.string(), z.number(), z.array(range), z.number()])),
    getEqualWeights: z.array(z.tuple([z.number(), z.array(z.number())])),
    inNamespace: z.array(z.tuple([z.string(), z.string(), z.tuple([z.string(), z.number(), z.number()]), z.boolean()])),
  })
  .parse(published);

it('holds every published case', () => {
  const counts = [cases.hash, cases.getBucketRange, cases.chooseVariation, cases.getEqualWeights, cases.inNamespace];
  expect(counts.map(({ length }) => length)).toEqual([15, 13, 13, 6, 16]);
});

it.each(cases.hash)('hashes %j with %j by version %i to %s', (seed, id, version, expected) => {
  // The one case of an unknown version has no hash; here the type forbids it.
  if (version !== 1 && version !== 2) return expect(expected).toBeNull();
  expect(hash(seed, id, version)).toBe(expected);
});

it.each(cases.getBucketRange)('ranges: %s', (_, [n, coverage, weights], expected) => {
  expect(getBucketRanges(n, coverage, weights).map(rounded)).toEqual(expected.map(rounded));
});

it.each(cases.chooseVariation)('variation: %s', (_, bucket, ranges, expected) => {
  expect(chooseVariation(bucket, ranges)).toBe(expected);
});

it.each(cases.getEqualWeights)('%i equal weights', (n, expected) => {
  expect(getEqualWeights(n).map((weight) => Number(weight.toFixed(8)))).toEqual(expected);
});

it.each(cases.inNamespace)('namespace: %s', (_, id, namespace, expected) => {
  expect(inNamespace(id, namespace)).toBe(expected);
});

it('moves nobody between variations as coverage grows', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.string(), share, share, (id, one, other) => {
      const bucket = bucketOf('step', id);
      const [small, large] = [Math.min(one, other), Math.max(one, other)];
      const before = chooseVariation(bucket, getBucketRanges(3, small, [0.2, 0.3, 0.5]));
      if (before === -1) return;
      expect(chooseVariation(bucket, getBucketRanges(3, large, [0.2, 0.3, 0.5]))).toBe(before);
    }),
  );
});

it('never uses a variation of weight 0 and holds the shares over many profiles', () => {
  const counts = [0, 0, 0];
  for (let i = 0; i < 20_000; i += 1) {
    const variation = chooseVariation(bucketOf('journey:step', `profile-${i}`), getBucketRanges(3, 1, [0.3, 0, 0.7]));
    counts[variation] = (counts[variation] ?? 0) + 1;
  }
  expect(counts[1]).toBe(0);
  expect(counts[0]).toBeGreaterThan(5_700);
  expect(counts[0]).toBeLessThan(6_300);
  expect(counts[2]).toBe(20_000 - (counts[0] ?? 0));
});

function rounded([start, end]: BucketRange): readonly number[] {
  return [start, end].map((edge) => Number(edge.toFixed(6)));
}
