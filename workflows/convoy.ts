import {
  condition,
  continueAsNew,
  defineSignal,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import {
  type ConvoyInput,
  type ConvoyStart,
  type DriveActivities,
  type PerformActivities,
  type PlannedCalls,
  queuesBeside,
  signals,
} from './names.ts';

/** Drives the runs of one convoy until each has ended or left for a long rest. Goes on from the drive that they came with, if any. */
export async function convoy({ came, ...input }: ConvoyStart): Promise<void> {
  const { drive, perform } = activities(input);
  const performing = new Set<string>();
  let woken = false;
  const startCalls = ({ nodeType }: PlannedCalls): void => {
    if (performing.has(nodeType)) return;
    performing.add(nodeType);
    void perform({ ...input, nodeType }).finally(() => {
      performing.delete(nodeType);
      woken = true;
    });
  };
  setHandler(defineSignal(signals.wake), () => void (woken = true));
  let driven = came;
  for (;;) {
    if (!driven) woken = false;
    const rest = driven ?? (await drive(input));
    driven = undefined;
    rest.calls.forEach(startCalls);
    // The next life begins with a drive, so a wake that is dropped here is answered there.
    if (rest.kind !== 'done' && performing.size === 0 && workflowInfo().continueAsNewSuggested)
      await continueAsNew<typeof convoy>(input);
    if (rest.kind === 'again' || woken) continue;
    // Below the look at `woken`: a wake that came during the last drive must not be swallowed by the return.
    if (rest.kind === 'done' && performing.size === 0) return;
    if (rest.kind === 'rest') await condition(() => woken, rest.ms);
    else await condition(() => woken);
  }
}

function activities({ queue }: ConvoyInput): DriveActivities & PerformActivities {
  const queues = queuesBeside(workflowInfo().taskQueue);
  const retry = { initialInterval: '1s', maximumInterval: '5s', backoffCoefficient: 2 } as const;
  const { drive } = proxyActivities<DriveActivities>({
    taskQueue: queue === 'crowd' ? queues.crowd : queues.workflows,
    startToCloseTimeout: '5m',
    heartbeatTimeout: '15s',
    retry,
  });
  const { perform } = proxyActivities<PerformActivities>({
    taskQueue: queues.calls,
    startToCloseTimeout: '30m',
    heartbeatTimeout: '30s',
    retry,
  });
  return { drive, perform };
}
