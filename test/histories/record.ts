import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { NativeConnection, Worker } from '@temporalio/worker';
import { brandId } from '@wend/engine';
import { type ConvoyRest, type clock, type convoy, type EntranceInput, type EntranceRest, type entrance, signals, taskQueues, workflowTypes } from '@wend/workflows';
import { bundleWorkflows } from '@wend/workflows/bundle';
import { until } from '../harness/until.ts';

/** Records the histories that the replay test reads: `tsx record.ts ADDRESS [NAME …]`, all or those that are named. To be run when a workflow gains a path, never to make a failing replay pass. */
const [, , address = '127.0.0.1:7233', ...asked] = process.argv;
const native = await NativeConnection.connect({ address });
const client = new Client({ identity: 'recorder', connection: await Connection.connect({ address }) });
const workflowBundle = await bundleWorkflows();
const convoyInput = { workspaceId: brandId<never>('the-shop'), convoyId: brandId<never>('a-convoy'), epoch: 1, queue: 'small' as const };

const rest = (ms: number, nodeType?: string): ConvoyRest => ({ kind: 'rest', ms, calls: nodeType === undefined ? [] : [{ nodeType }] });
const again: ConvoyRest = { kind: 'again', calls: [] };
const done: ConvoyRest = { kind: 'done', calls: [] };
/** The pages of a crowd: one, a rest in which it is told to look, the last. */
const pages: EntranceRest[] = [{ kind: 'again' }, { kind: 'rest', ms: 600_000 }, { kind: 'done' }];

await record('convoy-rests', [again, rest(1_000), rest(1_500), done]);
await record('convoy-woken', [rest(600_000), done], true);
await record('convoy-calls', [rest(600_000, 'ask'), done]);
await record('convoy-came', [rest(1_000), done]);
await record('clock', [], true);
await record('entrance', [], true);
await client.connection.close();
await native.close();

async function record(name: string, rests: readonly ConvoyRest[], signalled = false): Promise<void> {
  if (asked.length > 0 && !asked.includes(name)) return;
  const { workflows, crowd, calls } = taskQueues(`record-${randomUUID()}`);
  const answers = [...rests];
  let ticks = 0;
  const activities = {
    drive: async () => answers.shift() ?? done,
    perform: async () => {},
    enterPage: async () => pages.shift(),
    tick: async () => ((ticks += 1) < 3 ? { ms: ticks === 1 ? 1_000 : 600_000 } : { kind: 'superseded' }),
  };
  const on = (taskQueue: string, options: object) => Worker.create({ identity: 'recorder', connection: native, namespace: 'default', taskQueue, ...options });
  const workers = await Promise.all([on(workflows, { workflowBundle, activities }), on(crowd, { activities }), on(calls, { activities })]);
  const running = workers.map((worker) => worker.run());
  const workflowId = `${name}-${randomUUID()}`;
  const handle = await begin(name, { workflowId, taskQueue: workflows });
  if (signalled) {
    const isResting = { clock: () => ticks >= 2, entrance: () => pages.length === 1 }[name] ?? (() => answers.length <= 1);
    await until(isResting);
    await handle.signal(name.startsWith('convoy') ? signals.wake : signals.lookNow);
  }
  await handle.result();
  await writeFile(join(import.meta.dirname, `${name}.json`), historyToJSON(await handle.fetchHistory()));
  for (const worker of workers) worker.shutdown();
  await Promise.all(running);
}

function begin(name: string, where: { readonly workflowId: string; readonly taskQueue: string }) {
  const { workspaceId } = convoyInput;
  if (name === 'clock') return client.workflow.start<typeof clock>(workflowTypes.clock, { ...where, args: [{ workspaceId, epoch: 1 }] });
  if (name === 'convoy-came') return client.workflow.start<typeof convoy>(workflowTypes.convoy, { ...where, args: [{ ...convoyInput, came: rest(600_000, 'ask') }] });
  if (name !== 'entrance') return client.workflow.start<typeof convoy>(workflowTypes.convoy, { ...where, args: [convoyInput] });
  const args: [EntranceInput] = [{ workspaceId, entranceId: brandId<never>('an-entrance'), epoch: 1 }];
  return client.workflow.start<typeof entrance>(workflowTypes.entrance, { ...where, args });
}
