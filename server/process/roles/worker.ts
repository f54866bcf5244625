import { availableParallelism } from 'node:os';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { type ConvoyInput, type ConvoyRest, taskQueues } from '@wend/workflows';
import { type Clock, databaseClock } from '../../clock/index.ts';
import { connect } from '../../database/index.ts';
import { activitiesOf, type RunLoopParts } from '../../drive/activities.ts';
import type { RunFailure } from '../../drive/deps.ts';
import { Lines } from '../../drive/send/lines.ts';
import type { TurnSettings } from '../../drive/turns.ts';
import { entrancesOf } from '../../entrances/activities.ts';
import { notifyMatcher } from '../../intake/index.ts';
import { askAllClocks } from '../../trips/ask-clock.ts';
import { TRIPS_CHANNEL } from '../../trips/notify.ts';
import { StartLane } from '../../trips/start-lane.ts';
import { driveMetrics, laneMetrics } from '../../watch/drive-metrics.ts';
import { type Log, noLog } from '../../watch/log.ts';
import { providerMetrics, RoleMetrics } from '../../watch/metrics.ts';
import { ProviderCalls } from '../../watch/provider-calls.ts';
import { Pulse } from '../../watch/pulse.ts';
import type { VitalSigns } from '../../watch/vital-signs.ts';
import { activityIds } from '../activity-ids.ts';
import { signsOf } from './signs.ts';

export interface WorkerParts extends RunLoopParts {
  readonly databaseUrl: string;
  readonly temporal: { readonly address: string; readonly namespace?: string | undefined };
  /** The bundle of the workflows, built once. */
  readonly workflowBundle: { readonly code: string };
  /** Of the task queues; each installation (and each test) has its own. */
  readonly queuePrefix?: string | undefined;
  readonly clock?: Clock | undefined;
  readonly lanes?: Partial<Lanes> | undefined;
  readonly onError: (error: unknown) => void;
  readonly log?: Log | undefined;
  /** Where it counts. */
  readonly metrics?: RoleMetrics | undefined;
}

export interface RunningWorker {
  /** Rejects when a queue's worker dies. */
  readonly failed: Promise<never>;
  readonly metrics: RoleMetrics['told'];
  signs(): Promise<VitalSigns>;
  /** Drains: drives stop at their next chunk and hand back what is unsent; calls under way are recorded. */
  stop(): Promise<void>;
}

interface Lane {
  /** Activities at a time. */
  readonly slots: number;
  /** How many of them one workspace takes. */
  readonly turns: TurnSettings;
  readonly connections: number;
}
interface LaneOfDrives extends Lane {
  /** Of convoys that leave, first legs at a time: while all are taken the next convoy grows. */
  readonly berths: number;
}
export interface Lanes {
  readonly small: LaneOfDrives;
  readonly crowd: LaneOfDrives;
  readonly calls: Lane;
}

const CORES = Math.max(2, availableParallelism());

/**
 * A crowd takes nothing from a lone run, and calls nothing from either. Slots are many, as they cost little: there is always one for a
 * drive of another workspace. Of one workspace as many drives as cores: more would only share the work in smaller pieces.
 */
export const usualLanes: Lanes = {
  small: { slots: 160, turns: { ofOne: 16, room: 80 }, berths: 2 * CORES, connections: 12 },
  crowd: { slots: 40, turns: { ofOne: CORES, room: 20 }, berths: CORES, connections: 8 },
  calls: { slots: 4, turns: { ofOne: 0, room: 0 }, connections: 4 },
};

/** Few runs that wait are cheaper as rows, which the clock finds when they are due; a workflow of their own is what a crowd is worth. */
const SMALL_WAIT_MS = 1_000;
/** The end of a slice costs a crowd a look at all its runs, and a claim again for each that was held; others have slots of their own. */
const CROWD_SLICE_MS = 3_000;

/** Starts the worker role: workflows, the two lanes of drives, the calls, and a start lane of its own. */
export async function startWorker(parts: WorkerParts): Promise<RunningWorker> {
  const queues = taskQueues(parts.queuePrefix);
  const { address, namespace = 'default' } = parts.temporal;
  const lanes = { ...usualLanes, ...parts.lanes };
  const [native, connection] = await Promise.all([
    NativeConnection.connect({ address }),
    Connection.connect({ address }),
  ]);
  const metrics = parts.metrics ?? new RoleMetrics('worker');
  const pool = (name: 'small' | 'crowd' | 'calls') =>
    connect(parts.databaseUrl, { max: lanes[name].connections, byIndex: true, ...metrics.pool(name) });
  const pools = {
    ...{ small: pool('small'), crowd: pool('crowd'), calls: pool('calls') },
    lane: connect(parts.databaseUrl, { max: 3, ...metrics.pool('lane') }),
  };
  const clock = parts.clock ?? databaseClock;
  const log = parts.log ?? noLog;
  const pulse = new Pulse(clock);
  const trips: StartLane = new StartLane({
    db: pools.lane.db,
    clock,
    client: new Client({ connection, namespace }),
    queues,
    berths: { small: lanes.small.berths, crowd: lanes.crowd.berths },
    drive: (input) => driveHere[input.queue](input),
    counts: laneMetrics(metrics),
    onTurn: pulse.beat,
    onError: parts.onError,
  });
  const stopping = new AbortController();
  const counts = driveMetrics(metrics);
  const drives = metrics.histogram('wend_drive_seconds', 'Drives of convoys, by lane', ['lane']);
  const timed =
    (lane: string, drive: (input: ConvoyInput) => Promise<ConvoyRest>) =>
    async (input: ConvoyInput): Promise<ConvoyRest> => {
      const begunMs = clock.monotonicMs();
      return drive(input).finally(() => {
        const tookMs = clock.monotonicMs() - begunMs;
        drives.labels(lane).observe(tookMs / 1_000);
        log.debug('Drove a convoy', { workspaceId: input.workspaceId, convoyId: input.convoyId, lane, tookMs });
      });
    };
  const provided = new ProviderCalls(clock.monotonicMs, providerMetrics(metrics));
  const common = {
    ...parts,
    adapters: provided.watching(parts.adapters),
    clock,
    trips,
    lines: new Lines(clock.monotonicMs),
    hint: notifyMatcher(pools.lane.db, parts.onError),
    stopping: stopping.signal,
    onFailure: (failure: RunFailure) =>
      failure.isParked
        ? log.error('A run is parked until somebody tries it again; why stands with it', failure)
        : log.warn('A run could not be moved and is tried again; why stands with it', failure),
  };
  const small = activitiesOf({
    ...common,
    db: pools.small.db,
    turns: lanes.small.turns,
    counts: counts('small'),
    settings: { convoyWaitMs: SMALL_WAIT_MS, ...parts.settings },
  });
  const crowd = activitiesOf({
    ...common,
    db: pools.crowd.db,
    turns: lanes.crowd.turns,
    counts: counts('crowd'),
    settings: { sliceMs: CROWD_SLICE_MS, ...parts.settings },
  });
  const driveHere = { small: timed('small', small.driveHere), crowd: timed('crowd', crowd.driveHere) };
  const calls = activitiesOf({ ...common, db: pools.calls.db, turns: lanes.calls.turns });
  const options: Omit<WorkerOptions, 'taskQueue'> = {
    connection: native,
    namespace,
    interceptors: { activity: [activityIds] },
    shutdownGraceTime: '8s',
    stickyQueueScheduleToStartTimeout: '3s',
  };
  const workers = await Promise.all([
    Worker.create({
      ...options,
      taskQueue: queues.workflows,
      workflowBundle: parts.workflowBundle,
      maxCachedWorkflows: 1_000,
      maxConcurrentWorkflowTaskExecutions: 100,
      activities: { drive: timed('small', small.drive), tick: small.tick },
      maxConcurrentActivityTaskExecutions: lanes.small.slots,
    }),
    Worker.create({
      ...options,
      taskQueue: queues.former,
      activities: { drive: timed('small', small.drive), tick: small.tick },
      maxConcurrentActivityTaskExecutions: 4,
      activityTaskPollerBehavior: { type: 'simple-maximum', maximum: 1 },
    }),
    Worker.create({
      ...options,
      taskQueue: queues.crowd,
      activities: { drive: timed('crowd', crowd.drive), enterPage: entrancesOf({ db: pools.crowd.db, clock, trips }) },
      maxConcurrentActivityTaskExecutions: lanes.crowd.slots,
    }),
    Worker.create({
      ...options,
      taskQueue: queues.calls,
      activities: { perform: calls.perform },
      maxConcurrentActivityTaskExecutions: lanes.calls.slots,
    }),
  ]);
  await askAllClocks(pools.lane.db, clock);
  // Told as well when it listens again after a break: what came meanwhile was told to nobody.
  const ear = await pools.lane.sql.listen(
    TRIPS_CHANNEL,
    () => trips.look(),
    () => trips.look(),
  );
  trips.start();
  const running = workers.map((worker) => worker.run());
  const failed = Promise.race(running.map((run) => run.then(() => new Promise<never>(() => {}))));
  failed.catch(() => {});
  return { failed, metrics: metrics.told, signs, stop };

  async function signs(): Promise<VitalSigns> {
    return { ...(await signsOf([pulse], connection)), silentProviders: [...provided.silent] };
  }

  async function stop(): Promise<void> {
    stopping.abort();
    await ear.unlisten().catch(parts.onError);
    const handedOver = trips.stop();
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
    await Promise.allSettled([...running, handedOver]);
    await Promise.all([small.drained(), crowd.drained()]);
    await Promise.all([native.close(), connection.close(), ...Object.values(pools).map((pool) => pool.end())]);
  }
}
