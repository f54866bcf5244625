import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { readBundle } from '@wend/workflows/bundle';
import { afterEach, expect, it } from 'vitest';
import { messages } from '../../server/tables/index.ts';
import { temporalAddress, workflowBundle } from '../harness/index.ts';
import { aLiveBed, type LiveBed } from './bed/live-bed.ts';
import { aDocument } from './bed/nodes.ts';
import { aProvider, type Honesty } from './bed/provider.ts';

const RUNS = 120;
const beds: LiveBed[] = [];
const workers: ChildProcess[] = [];
afterEach(async () => {
  for (const worker of workers.splice(0)) worker.kill('SIGKILL');
  for (const bed of beds.splice(0)) await bed.close();
});

async function aWorker(bed: LiveBed, honesty: Honesty): Promise<ChildProcess> {
  const told = {
    databaseUrl: bed.databaseUrl,
    temporal: await temporalAddress(),
    bundle: await workflowBundle(),
    queuePrefix: bed.queuePrefix,
    provider: bed.provider.url,
    honesty,
  };
  const child = fork(join(import.meta.dirname, 'processes/worker.ts'), [JSON.stringify(told)], {
    execArgv: ['--import', import.meta.resolve('tsx')],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  workers.push(child);
  await once(child, 'message');
  return child;
}

/** A crowd is sent; in its middle the worker dies without a word, and another takes its place. */
async function sentThroughAKill(honesty: Honesty): Promise<LiveBed> {
  const bundle = await readBundle(await workflowBundle());
  const bed = await aLiveBed({
    temporal: await temporalAddress(),
    bundle,
    provider: await aProvider({ honesty }),
    withWorker: false,
  });
  beds.push(bed);
  const first = await aWorker(bed, honesty);
  const killed = once(first, 'exit');
  bed.provider.onSend = () => {
    if (bed.provider.requests.length === 70) first.kill('SIGKILL');
  };
  const journey = await bed.journey(aDocument({ nudge: { type: 'say' } }));
  const people = await Promise.all(Array.from({ length: RUNS }, () => bed.person()));
  const runs = await bed.enterAll(journey, people);
  bed.look();
  await killed;
  await aWorker(bed, honesty);
  await Promise.all(runs.map((run) => bed.ended(run)));
  return bed;
}

it('sends every message exactly once through a kill -9 where the provider is idempotent or traceable, and at an opaque one leaves at most a chunk unknown', async () => {
  const [idempotent, traceable, opaque] = await Promise.all([
    sentThroughAKill('idempotent'),
    sentThroughAKill('traceable'),
    sentThroughAKill('opaque'),
  ]);
  for (const bed of [idempotent, traceable]) {
    expect(bed.provider.delivered).toHaveLength(RUNS);
    expect(new Set(bed.provider.delivered.map(({ id }) => id)).size).toBe(RUNS);
    expect((await bed.db.select().from(messages)).every(({ state }) => state === 'accepted')).toBe(true);
  }
  const found = await opaque.db.select().from(messages);
  const unknown = found.filter(({ state }) => state === 'unknown');
  // On a machine that is busy enough a call may run out of time besides, which is no matter of the kill.
  const byKill = unknown.filter(({ outcome }) =>
    JSON.stringify(outcome).includes('The worker stopped during the call'),
  );
  expect(byKill.length).toBeGreaterThan(0);
  expect(byKill.length).toBeLessThanOrEqual(50);
  expect(found.filter(({ state }) => state === 'accepted').length).toBe(RUNS - unknown.length);
  expect(new Set(opaque.provider.delivered.map(({ id }) => id)).size).toBe(opaque.provider.delivered.length);
}, 240_000);
