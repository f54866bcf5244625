import { sleep } from '@temporalio/workflow';
import { clock as realClock } from '../../../workflows/clock.ts';
import { convoy as realConvoy } from '../../../workflows/convoy.ts';
import type { ClockInput, ConvoyInput } from '../../../workflows/names.ts';

/** Workflows that do one thing more than the ones whose histories are stored. */
export async function convoy(input: ConvoyInput): Promise<void> {
  await sleep('1s');
  return realConvoy(input);
}

export async function clock(input: ClockInput): Promise<void> {
  await sleep('1s');
  return realClock(input);
}
