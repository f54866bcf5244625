import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { brandId, type WorkspaceId } from '@wend/engine';
import {
  type ConvoyInput,
  type ConvoyRest,
  type clock,
  type convoy,
  type DriveActivities,
  type EntranceActivities,
  type EntranceRest,
  type entrance,
  type PerformActivities,
  signals,
  taskQueues,
  workflowTypes,
} from '@wend/workflows';
import { bundleWorkflows, readBundle } from '@wend/workflows/bundle';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { temporalAddress, until, workflowBundle } from '../harness/index.ts';
import '../harness/quiet.ts';

type Activities = DriveActivities &
  PerformActivities &
  EntranceActivities & { tick(): Promise<{ ms: number } | { kind: 'superseded' }> };

let native: NativeConnection;
let client: Client;
let bundle: { readonly code: string };
beforeAll(async () => {
  const address = await temporalAddress();
  native = await NativeConnection.connect({ address });
  client = new Client({ connection: await Connection.connect({ address }) });
  bundle = await readBundle(await workflowBundle());
});
afterAll(async () => {
  await client.connection.close();
  await native.close();
});

const histories = join(import.meta.dirname, '../histories');
const done: ConvoyRest = { kind: 'done', calls: [] };

/** Runs workflows on a queue of their own, with these activities, while `work` goes on. */
async function withWorkers<Result>(
  activities: Partial<Activities>,
  work: (prefix: string) => Promise<Result>,
  workflowBundle = bundle,
  prefix = `test-${randomUUID()}`,
): Promise<Result> {
  const { workflows, calls, crowd } = taskQueues(prefix);
  const on = (taskQueue: string, options: object) =>
    Worker.create({ connection: native, namespace: 'default', taskQueue, ...options });
  const workers = await Promise.all([
    on(workflows, { workflowBundle, activities }),
    on(calls, { activities }),
    on(crowd, { activities }),
  ]);
  const running = workers.map((worker) => worker.run());
  try {
    return await work(prefix);
  } finally {
    for (const worker of workers) worker.shutdown();
    await Promise.all(running);
  }
}

function inputOf(name: string): ConvoyInput {
  return { workspaceId: brandId('the-shop'), convoyId: brandId(name), epoch: 1, queue: 'small' };
}

async function startConvoy(prefix: string, name = randomUUID(), workflow: string = workflowTypes.convoy) {
  return client.workflow.start(workflow, {
    workflowId: `convoy-${name}`,
    taskQueue: taskQueues(prefix).workflows,
    args: [inputOf(name)],
  });
}

/** A convoy that is woken by its own last drive, many times over: as a matcher that commits while it runs. */
async function convoysWokenWhileDriving(workflowBundle: { readonly code: string }): Promise<number> {
  const drives = new Map<string, number>();
  const drive = async ({ convoyId }: ConvoyInput): Promise<ConvoyRest> => {
    const nth = (drives.get(convoyId) ?? 0) + 1;
    drives.set(convoyId, nth);
    if (nth === 1) await client.workflow.getHandle(`convoy-${convoyId}`).signal(signals.wake);
    return done;
  };
  await withWorkers(
    { drive },
    async (prefix) => {
      const handles = await Promise.all(Array.from({ length: 20 }, () => startConvoy(prefix)));
      await Promise.all(handles.map((handle) => handle.result()));
    },
    workflowBundle,
  );
  return [...drives.values()].filter((times) => times === 2).length;
}

it('does not swallow a wake that comes during the last drive', async () => {
  expect(await convoysWokenWhileDriving(bundle)).toBe(20);
});

it('would swallow it without the look at the wake before the return', async () => {
  const careless = await bundleWorkflows(join(import.meta.dirname, 'mutants/careless.ts'));
  expect(await convoysWokenWhileDriving(careless)).toBeLessThan(20);
});

it('starts and wakes by one call, also where the workflow has long ended', async () => {
  let drives = 0;
  await withWorkers({ drive: async () => ((drives += 1), done) }, async (prefix) => {
    const name = randomUUID();
    const ask = () =>
      client.workflow.signalWithStart<typeof convoy>(workflowTypes.convoy, {
        workflowId: `convoy-${name}`,
        taskQueue: taskQueues(prefix).workflows,
        args: [inputOf(name)],
        signal: signals.wake,
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      });
    await (await ask()).result();
    await (await ask()).result();
  });
  expect(drives).toBeGreaterThanOrEqual(2);
});

it('tries a drive again without limit, at most five seconds apart, and misses one that is silent', async () => {
  let drives = 0;
  const drive = async (): Promise<ConvoyRest> => {
    drives += 1;
    if (drives < 3) throw new Error('The database is away');
    return done;
  };
  const history = await withWorkers({ drive }, async (prefix) => {
    const handle = await startConvoy(prefix);
    await handle.result();
    return handle.fetchHistory();
  });
  expect(drives).toBe(3);
  const [scheduled] = (history.events ?? []).flatMap((event) => event.activityTaskScheduledEventAttributes ?? []);
  expect(Number(scheduled?.retryPolicy?.maximumInterval?.seconds)).toBe(5);
  expect(scheduled?.retryPolicy?.maximumAttempts ?? 0).toBe(0);
  expect(Number(scheduled?.scheduleToCloseTimeout?.seconds ?? 0)).toBe(0);
  expect(Number(scheduled?.heartbeatTimeout?.seconds)).toBe(15);
});

it('performs what a drive has planned beside it, and drives again when that has ended', async () => {
  const order: string[] = [];
  const drive = async (): Promise<ConvoyRest> => {
    order.push('drive');
    if (order.length === 1) return { kind: 'rest', ms: 60_000, calls: [{ nodeType: 'ask' }] };
    return done;
  };
  await withWorkers({ drive, perform: async ({ nodeType }) => void order.push(nodeType) }, async (prefix) =>
    (await startConvoy(prefix)).result(),
  );
  expect(order).toEqual(['drive', 'ask', 'drive']);
});

async function startsWith(prefix: string, came: ConvoyRest) {
  const name = randomUUID();
  return client.workflow.start<typeof convoy>(workflowTypes.convoy, {
    workflowId: `convoy-${name}`,
    taskQueue: taskQueues(prefix).workflows,
    args: [{ ...inputOf(name), came }],
  });
}

it('goes on from the drive that it came with: rests, performs, drives again', async () => {
  const order: string[] = [];
  const activities = {
    drive: async () => {
      order.push('drive');
      return done;
    },
    perform: async ({ nodeType }: { readonly nodeType: string }) => void order.push(nodeType),
  };
  await withWorkers(activities, async (prefix) => {
    const handle = await startsWith(prefix, { kind: 'rest', ms: 1_000, calls: [] });
    await handle.result();
    const history = await handle.fetchHistory();
    const [first] = (history.events ?? []).filter(
      (event) => event.timerStartedEventAttributes ?? event.activityTaskScheduledEventAttributes,
    );
    expect(first?.timerStartedEventAttributes?.startToFireTimeout).toMatchObject({ seconds: expect.anything() });
    await (await startsWith(prefix, { kind: 'again', calls: [] })).result();
    await (await startsWith(prefix, { kind: 'rest', ms: 600_000, calls: [{ nodeType: 'ask' }] })).result();
  });
  expect(order).toEqual(['drive', 'drive', 'ask', 'drive']);
});

it('does not swallow a wake that came before it could go on', async () => {
  let drives = 0;
  const drive = async (): Promise<ConvoyRest> => ((drives += 1), done);
  const prefix = `test-${randomUUID()}`;
  // Nobody works for it yet: the wake lies there when its first task is taken.
  const handle = await startsWith(prefix, { kind: 'rest', ms: 3_600_000, calls: [] });
  await handle.signal(signals.wake);
  await withWorkers({ drive }, () => handle.result(), bundle, prefix);
  expect(drives).toBe(1);
});

it('lets the clock look when it is told, and ends one of an older life', async () => {
  let ticks = 0;
  const tick = async () => ((ticks += 1) < 3 ? { ms: 3_600_000 } : { kind: 'superseded' as const });
  await withWorkers({ tick }, async (prefix) => {
    const handle = await client.workflow.start<typeof clock>(workflowTypes.clock, {
      workflowId: `clock-${randomUUID()}`,
      taskQueue: taskQueues(prefix).workflows,
      args: [{ workspaceId: brandId<WorkspaceId>('the-shop'), epoch: 1 }],
    });
    await until(() => ticks >= 1);
    await handle.signal(signals.lookNow);
    await until(() => ticks >= 2);
    await handle.signal(signals.lookNow);
    await handle.result();
  });
  expect(ticks).toBe(3);
});

it('lets an entrance ask for the next page when it is told, however long it was to rest', async () => {
  let pages = 0;
  const enterPage = async (): Promise<EntranceRest> =>
    (pages += 1) < 2 ? { kind: 'rest', ms: 3_600_000 } : { kind: 'done' };
  await withWorkers({ enterPage }, async (prefix) => {
    const handle = await client.workflow.start<typeof entrance>(workflowTypes.entrance, {
      workflowId: `entrance-${randomUUID()}`,
      taskQueue: taskQueues(prefix).workflows,
      args: [{ workspaceId: brandId<WorkspaceId>('the-shop'), entranceId: brandId('the-crowd'), epoch: 1 }],
    });
    await until(() => pages >= 1);
    await handle.signal(signals.lookNow);
    await handle.result();
  });
  expect(pages).toBe(2);
});

async function stored(): Promise<readonly { readonly workflowId: string; readonly history: unknown }[]> {
  const files = (await readdir(histories)).filter((file) => file.endsWith('.json')).sort();
  return Promise.all(
    files.map(async (file) => ({
      workflowId: file.replace('.json', ''),
      history: JSON.parse(await readFile(join(histories, file), 'utf8')),
    })),
  );
}

async function failuresOf(workflowBundle: { readonly code: string }): Promise<readonly string[]> {
  const failed: string[] = [];
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle }, await stored()))
    if (error) failed.push(workflowId);
  return failed;
}

const EVERY_HISTORY = ['clock', 'convoy-calls', 'convoy-came', 'convoy-rests', 'convoy-woken', 'entrance'];

it('replays the stored history of each workflow', async () => {
  expect((await stored()).map(({ workflowId }) => workflowId)).toEqual(EVERY_HISTORY);
  expect(await failuresOf(bundle)).toEqual([]);
});

it('refuses to replay them with a workflow that does something else', async () => {
  const changed = await bundleWorkflows(join(import.meta.dirname, 'mutants/changed.ts'));
  expect(await failuresOf(changed)).toEqual(EVERY_HISTORY);
});
