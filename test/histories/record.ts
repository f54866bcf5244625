import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { NativeConnection, Worker } from '@temporalio/worker';
import { brandId } from '@wend/engine';
import { type ConvoyRest, type clock, type convoy, signals, taskQueues, workflowTypes } from '@wend/workflows';
import { bundleWorkflows } from '@wend/workflows/bundle';
import { until } from '../harness/until.ts';

/** Records the histories that the replay test reads: `tsx record.ts ADDRESS`. To be run when a workflow gains a path, never to make a failing replay pass. */
const address = process.argv[2] ?? '127.0.0.1:7233';
const native = await NativeConnection.connect({ address });
const client = new Client({ identity: 'recorder', connection: await Connection.connect({ address }) });
const workflowBundle = await bundleWorkflows();
const convoyInput = { workspaceId: brandId<never>('the-shop'), convoyId: brandId<never>('a-convoy'), epoch: 1, queue: 'small' as const };

const rest = (ms: number, nodeType?: string): ConvoyRest => ({ kind: 'rest', ms, calls: nodeType === undefined ? [] : [{ nodeType }] });
const again: ConvoyRest = { kind: 'again', calls: [] };
const done: ConvoyRest = { kind: 'done', calls: [] };

await record('convoy-rests', [again, rest(1_000), rest(1_500), done]);
await record('convoy-woken', [rest(600_000), done], true);
await record('convoy-calls', [rest(600_000, 'ask'), done]);
await record('clock', [], true);
await client.connection.close();
await native.close();

async function record(name: string, rests: readonly ConvoyRest[], signalled = false): Promise<void> {
  const { workflows, calls } = taskQueues(`record-${randomUUID()}`);
  const answers = [...rests];
  let ticks = 0;
  const activities = {
    drive: async () => answers.shift() ?? done,
    perform: async () => {},
    tick: async () => ((ticks += 1) < 3 ? { ms: ticks === 1 ? 1_000 : 600_000 } : { kind: 'superseded' }),
  };
  const on = (taskQueue: string, options: object) => Worker.create({ identity: 'recorder', connection: native, namespace: 'default', taskQueue, ...options });
  const workers = await Promise.all([on(workflows, { workflowBundle, activities }), on(calls, { activities })]);
  const running = workers.map((worker) => worker.run());
  const workflowId = `${name}-${randomUUID()}`;
  const handle =
    name === 'clock'
      ? await client.workflow.start<typeof clock>(workflowTypes.clock, { workflowId, taskQueue: workflows, args: [{ workspaceId: brandId<never>('the-shop'), epoch: 1 }] })
      : await client.workflow.start<typeof convoy>(workflowTypes.convoy, { workflowId, taskQueue: workflows, args: [convoyInput] });
  if (signalled) {
    await until(() => (name === 'clock' ? ticks >= 2 : answers.length <= 1));
    await handle.signal(name === 'clock' ? signals.lookNow : signals.wake);
  }
  await handle.result();
  await writeFile(join(import.meta.dirname, `${name}.json`), historyToJSON(await handle.fetchHistory()));
  for (const worker of workers) worker.shutdown();
  await Promise.all(running);
}
