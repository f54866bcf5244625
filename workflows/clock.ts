import {
  condition,
  continueAsNew,
  defineSignal,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { type ClockActivities, type ClockInput, signals } from './names.ts';

/** One a workspace: rests until the next run without a convoy is due, then forms convoys. Its look is also the sweep. */
export async function clock(input: ClockInput): Promise<void> {
  const { tick } = activities();
  let asked = false;
  setHandler(defineSignal(signals.lookNow), () => void (asked = true));
  for (;;) {
    asked = false;
    const next = await tick(input);
    if ('kind' in next) return;
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof clock>(input);
    await condition(() => asked, next.ms);
  }
}

function activities(): ClockActivities {
  return proxyActivities<ClockActivities>({
    startToCloseTimeout: '1m',
    heartbeatTimeout: '30s',
    retry: { initialInterval: '1s', maximumInterval: '5s', backoffCoefficient: 2 },
  });
}
