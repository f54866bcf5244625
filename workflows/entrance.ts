import {
  condition,
  continueAsNew,
  defineSignal,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { type EntranceActivities, type EntranceInput, queuesBeside, signals } from './names.ts';

/** Lets a crowd into a journey, page by page, until everybody is in. Where it stands is a row; this only asks for the next page. */
export async function entrance(input: EntranceInput): Promise<void> {
  const { enterPage } = activities();
  let asked = false;
  setHandler(defineSignal(signals.lookNow), () => void (asked = true));
  for (;;) {
    asked = false;
    const rest = await enterPage(input);
    if (rest.kind === 'done') return;
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof entrance>(input);
    if (rest.kind === 'rest') await condition(() => asked, rest.ms);
  }
}

function activities(): EntranceActivities {
  return proxyActivities<EntranceActivities>({
    taskQueue: queuesBeside(workflowInfo().taskQueue).crowd,
    startToCloseTimeout: '5m',
    retry: { initialInterval: '1s', maximumInterval: '5s', backoffCoefficient: 2 },
  });
}
