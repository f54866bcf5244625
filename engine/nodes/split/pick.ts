import { type BucketRange, chooseVariation, getBucketRanges } from '../../assignment/buckets.ts';
import { bucketOf } from '../../assignment/hash.ts';
import type { RunView } from '../../node/run-view.ts';
import { EVERYBODY, type SplitConfig } from './config.ts';

export interface Draw {
  readonly variant: SplitConfig['variants'][number];
  /** 0–1. */
  readonly bucket: number;
  readonly range: BucketRange;
}

/** The arm of a person: a hash of journey, step and profile, so that a retry, a re-entry and another machine draw the same. */
export function pickVariant({ variants }: SplitConfig, run: Pick<RunView, 'journeyId' | 'profileId' | 'step'>): Draw {
  const bucket = bucketOf(`${run.journeyId}:${run.step}`, run.profileId);
  const ranges = getBucketRanges(
    variants.length,
    1,
    variants.map(({ share }) => share / EVERYBODY),
  );
  const index = chooseVariation(bucket, ranges);
  const variant = variants[index];
  const range = ranges[index];
  if (!variant || !range) throw new Error('The shares of the variants do not cover everybody');
  return { variant, bucket, range };
}
