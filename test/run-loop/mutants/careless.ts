import { condition, proxyActivities, setHandler, workflowInfo } from '@temporalio/workflow';
import { wake } from '../../../workflows/convoy.ts';
import { type ConvoyInput, type DriveActivities, queuesBeside } from '../../../workflows/names.ts';

/** The convoy without its look at the wake: to show that the look is needed. */
export async function convoy(input: ConvoyInput): Promise<void> {
  const { drive } = proxyActivities<DriveActivities>({
    taskQueue: queuesBeside(workflowInfo().taskQueue).small,
    startToCloseTimeout: '1m',
  });
  let woken = false;
  setHandler(wake, () => void (woken = true));
  for (;;) {
    woken = false;
    const rest = await drive(input);
    if (rest.kind === 'done') return;
    if (rest.kind === 'rest') await condition(() => woken, rest.ms);
  }
}
