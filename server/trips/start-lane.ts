import { type Client, WorkflowIdReusePolicy } from '@temporalio/client';
import {
  type ClockInput,
  type ConvoyInput,
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
import type { Clock } from '../clock/index.ts';
import type { Database } from '../database/index.ts';
import type { Trips } from './contract.ts';
import { type OutboxWork, settleOutbox, takeOutbox } from './take-outbox.ts';

interface LaneDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly client: Client;
  readonly queues: TaskQueues;
  /** Told of each turn that went well. */
  readonly onTurn?: (() => void) | undefined;
  /** Told what went wrong; the lane itself goes on. */
  readonly onError: (error: unknown) => void;
}

/** When busy the lane waits this long for more, so that a burst becomes few big convoys (four eager lanes were sixty times slower). */
export const LINGER_MS = 50;
const IDLE_LOOK_MS = 1_000;
const CLOCK_SIGNAL_EVERY_MS = 1_000;

/** The one lane of a process through which workflows are started and woken, after the commit that asked for it. */
export class StartLane implements Trips {
  readonly #deps: LaneDeps;
  #asked: (() => void) | undefined;
  #isAsked = false;
  #stopped = false;
  #running: Promise<void> | undefined;
  readonly #clockSignalledMs = new Map<string, number>();

  constructor(deps: LaneDeps) {
    this.#deps = deps;
  }

  look(): void {
    this.#isAsked = true;
    this.#asked?.();
  }

  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#asked?.();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      this.#isAsked = false;
      const isBusy = await this.#turn().catch((error: unknown) => {
        this.#deps.onError(error);
        return false;
      });
      if (isBusy) await this.#pause(LINGER_MS);
      else if (!this.#isAsked) await this.#pause(IDLE_LOOK_MS, true);
    }
  }

  /** Starts and wakes what waits; whether more is about to follow. */
  async #turn(): Promise<boolean> {
    const { work, isHeld } = await takeOutbox(this.#deps.db, this.#deps.clock);
    const mine = work.filter((one) => one.kind !== 'clock' || this.#mayAsk(one));
    const done = await Promise.allSettled(mine.map((one) => this.#ask(one)));
    for (const result of done) if (result.status === 'rejected') this.#deps.onError(result.reason);
    this.#deps.onTurn?.();
    return isHeld || mine.length > 1;
  }

  async #ask(work: OutboxWork): Promise<void> {
    await askFor(this.#deps.client, this.#deps.queues, work);
    await settleOutbox(this.#deps.db, work);
  }

  /** One signal a second for each clock: its rows wait in the outbox until then. */
  #mayAsk({ workspaceId }: OutboxWork): boolean {
    const now = this.#deps.clock.monotonicMs();
    if (now - (this.#clockSignalledMs.get(workspaceId) ?? Number.NEGATIVE_INFINITY) < CLOCK_SIGNAL_EVERY_MS)
      return false;
    this.#clockSignalledMs.set(workspaceId, now);
    return true;
  }

  #pause(ms: number, endsWhenAsked = false): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      const endNow = (): void => {
        clearTimeout(timer);
        resolve();
      };
      this.#asked = endsWhenAsked || this.#stopped ? endNow : undefined;
    });
  }
}

/** Start and wake are one call: whether the workflow runs or not, it looks. */
export async function askFor(client: Client, queues: TaskQueues, work: OutboxWork): Promise<void> {
  const options = { taskQueue: queues.workflows, workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE };
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
  const { workspaceId, convoyId, epoch, queue, size } = work;
  const input: ConvoyInput = { workspaceId, convoyId, epoch, queue };
  await client.workflow.signalWithStart<typeof convoy>(workflowTypes.convoy, {
    ...options,
    workflowId: convoyWorkflowId(convoyId),
    args: [input],
    signal: signals.wake,
    staticSummary: `${size} runs of ${workspaceId}`,
  });
}
