import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { taskQueues } from '@wend/workflows';
import { type Clock, databaseClock } from '../../clock/index.ts';
import { connect } from '../../database/index.ts';
import { activitiesOf, type RunLoopParts } from '../../drive/activities.ts';
import { askAllClocks } from '../../trips/ask-clock.ts';
import { StartLane } from '../../trips/start-lane.ts';

export interface WorkerParts extends RunLoopParts {
  readonly databaseUrl: string;
  readonly temporal: { readonly address: string; readonly namespace?: string | undefined };
  /** The bundle of the workflows, built once. */
  readonly workflowBundle: { readonly code: string };
  /** Of the task queues; each installation (and each test) has its own. */
  readonly queuePrefix?: string | undefined;
  readonly clock?: Clock | undefined;
  readonly onError: (error: unknown) => void;
}

export interface RunningWorker {
  /** Rejects when a queue's worker dies. */
  readonly failed: Promise<never>;
  /** Drains: drives stop at their next chunk and hand back what is unsent; calls under way are recorded. */
  stop(): Promise<void>;
}

/** Slots of each lane, and connections for them: a crowd takes nothing from a lone run, and calls nothing from either. */
const lanes = {
  small: { slots: 16, connections: 12 },
  crowd: { slots: 4, connections: 8 },
  calls: { slots: 4, connections: 4 },
} as const;

/** Starts the worker role: workflows, the two lanes of drives, the calls, and a start lane of its own. */
export async function startWorker(parts: WorkerParts): Promise<RunningWorker> {
  const queues = taskQueues(parts.queuePrefix);
  const { address, namespace = 'default' } = parts.temporal;
  const [native, connection] = await Promise.all([
    NativeConnection.connect({ address }),
    Connection.connect({ address }),
  ]);
  const pools = {
    small: connect(parts.databaseUrl, { max: lanes.small.connections }),
    crowd: connect(parts.databaseUrl, { max: lanes.crowd.connections }),
    calls: connect(parts.databaseUrl, { max: lanes.calls.connections }),
    lane: connect(parts.databaseUrl, { max: 2 }),
  };
  const clock = parts.clock ?? databaseClock;
  const trips = new StartLane({
    db: pools.lane.db,
    clock,
    client: new Client({ connection, namespace }),
    queues,
    onError: parts.onError,
  });
  const stopping = new AbortController();
  const small = activitiesOf({ ...parts, clock, trips, db: pools.small.db, stopping: stopping.signal });
  const crowd = activitiesOf({ ...parts, clock, trips, db: pools.crowd.db, stopping: stopping.signal });
  const calls = activitiesOf({ ...parts, clock, trips, db: pools.calls.db, stopping: stopping.signal });
  const common: Omit<WorkerOptions, 'taskQueue'> = {
    connection: native,
    namespace,
    shutdownGraceTime: '8s',
    stickyQueueScheduleToStartTimeout: '3s',
  };
  const workers = await Promise.all([
    Worker.create({
      ...common,
      taskQueue: queues.workflows,
      workflowBundle: parts.workflowBundle,
      maxCachedWorkflows: 1_000,
      maxConcurrentWorkflowTaskExecutions: 100,
    }),
    Worker.create({
      ...common,
      taskQueue: queues.small,
      activities: { drive: small.drive, tick: small.tick },
      maxConcurrentActivityTaskExecutions: lanes.small.slots,
    }),
    Worker.create({
      ...common,
      taskQueue: queues.crowd,
      activities: { drive: crowd.drive },
      maxConcurrentActivityTaskExecutions: lanes.crowd.slots,
    }),
    Worker.create({
      ...common,
      taskQueue: queues.calls,
      activities: { perform: calls.perform },
      maxConcurrentActivityTaskExecutions: lanes.calls.slots,
    }),
  ]);
  await askAllClocks(pools.lane.db, clock);
  trips.start();
  const running = workers.map((worker) => worker.run());
  const failed = Promise.race(running.map((run) => run.then(() => new Promise<never>(() => {}))));
  failed.catch(() => {});
  return { failed, stop };

  async function stop(): Promise<void> {
    stopping.abort();
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
    await Promise.allSettled(running);
    await trips.stop();
    await Promise.all([small.drained(), crowd.drained()]);
    await Promise.all([native.close(), connection.close(), ...Object.values(pools).map((pool) => pool.end())]);
  }
}
