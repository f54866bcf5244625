import { sleep } from '@temporalio/workflow';
import { clock as realClock } from '../../../workflows/clock.ts';
import { convoy as realConvoy } from '../../../workflows/convoy.ts';
import { entrance as realEntrance } from '../../../workflows/entrance.ts';
import type { ClockInput, ConvoyInput, EntranceInput } from '../../../workflows/names.ts';

/** Workflows that do one thing more than the ones whose histories are stored. */
export async function convoy(input: ConvoyInput): Promise<void> {
  await sleep('1s');
  return realConvoy(input);
}

export async function clock(input: ClockInput): Promise<void> {
  await sleep('1s');
  return realClock(input);
}

export async function entrance(input: EntranceInput): Promise<void> {
  await sleep('1s');
  return realEntrance(input);
}
