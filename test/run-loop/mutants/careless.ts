import { condition, defineSignal, proxyActivities, setHandler } from '@temporalio/workflow';
import { type ConvoyInput, type DriveActivities, signals } from '../../../workflows/names.ts';

/** The convoy without its look at the wake: to show that the look is needed. */
export async function convoy(input: ConvoyInput): Promise<void> {
  const { drive } = proxyActivities<DriveActivities>({ startToCloseTimeout: '1m' });
  let woken = false;
  setHandler(defineSignal(signals.wake), () => void (woken = true));
  for (;;) {
    woken = false;
    const rest = await drive(input);
    if (rest.kind === 'done') return;
    if (rest.kind === 'rest') await condition(() => woken, rest.ms);
  }
}
