import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowIdReusePolicy } from '@temporalio/client';
import {
  type ClockInput,
  type ConvoyRest,
  type ConvoyStart,
  type clock,
  clockWorkflowId,
  type convoy,
  convoyWorkflowId,
  type EntranceInput,
  type entrance,
  entranceWorkflowId,
  signals,
  type TaskQueues,
  workflowTypes,
} from '@wend/workflows';
import type { ConvoyWork, OutboxWork } from './take-outbox.ts';

export interface Asking {
  readonly client: Client;
  readonly queues: TaskQueues;
}

/** A Temporal that does not answer for so long is asked anew by whoever looks next: both calls may be repeated. */
const PATIENCE_MS = 5_000;

/** Start and wake are one call: whether the workflow runs or not, it looks. */
export async function askFor(asking: Asking, work: OutboxWork): Promise<void> {
  await asking.client.withAbortSignal(AbortSignal.timeout(PATIENCE_MS), () => signal(asking, work));
}

async function signal({ client, queues }: Asking, work: OutboxWork): Promise<void> {
  const options = optionsOn(queues);
  if (work.kind === 'clock') {
    const input: ClockInput = { workspaceId: work.workspaceId, epoch: work.epoch };
    await client.workflow.signalWithStart<typeof clock>(workflowTypes.clock, {
      ...options,
      workflowId: clockWorkflowId(input),
      args: [input],
      signal: signals.lookNow,
      staticSummary: `clock of ${work.workspaceId}`,
    });
    return;
  }
  if (work.kind === 'entrance') {
    const input: EntranceInput = { workspaceId: work.workspaceId, entranceId: work.entranceId, epoch: work.epoch };
    await client.workflow.signalWithStart<typeof entrance>(workflowTypes.entrance, {
      ...options,
      workflowId: entranceWorkflowId(input),
      args: [input],
      signal: signals.lookNow,
      staticSummary: `a crowd of ${work.workspaceId}`,
    });
    return;
  }
  await client.workflow.signalWithStart<typeof convoy>(workflowTypes.convoy, {
    ...options,
    ...convoyOf(work),
    signal: signals.wake,
  });
}

/** Has the workflow of a convoy go on from what its first leg came to. One that a wake has started meanwhile looks again. */
export async function goOn(asking: Asking, work: ConvoyWork, came: ConvoyRest): Promise<void> {
  const { client, queues } = asking;
  try {
    await client.withAbortSignal(AbortSignal.timeout(PATIENCE_MS), () =>
      client.workflow.start<typeof convoy>(workflowTypes.convoy, { ...optionsOn(queues), ...convoyOf(work, came) }),
    );
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    await askFor(asking, work);
  }
}

const optionsOn = (queues: TaskQueues) => ({
  taskQueue: queues.workflows,
  workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
});

function convoyOf({ workspaceId, convoyId, epoch, queue, size }: ConvoyWork, came?: ConvoyRest) {
  const start: ConvoyStart = { workspaceId, convoyId, epoch, queue, ...(came && { came }) };
  const args: [ConvoyStart] = [start];
  return { workflowId: convoyWorkflowId(convoyId), args, staticSummary: `${size} runs of ${workspaceId}` };
}
