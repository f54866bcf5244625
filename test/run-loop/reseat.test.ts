import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readBundle } from '@wend/workflows/bundle';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { definePerform, performsOf } from '../../server/drive/define-perform.ts';
import { freePort } from '../../server/process/ports.ts';
import { startTemporal, type TemporalServer } from '../../server/process/temporal.ts';
import { temporalBinary } from '../../server/process/temporal-binary.ts';
import { calls, convoys } from '../../server/tables/index.ts';
import { workflowBundle } from '../harness/index.ts';
import { checkout } from '../harness/started.ts';
import { aLiveBed } from './bed/live-bed.ts';
import { aDocument } from './bed/nodes.ts';

const wend = promisify(execFile);
let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'wend-reseat-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

/** A Temporal that knows nothing yet. */
async function aFreshTemporal(name: string): Promise<TemporalServer> {
  const binary = await temporalBinary(join(checkout, '.wend/bin'), console.log);
  return startTemporal({ binary, file: join(dir, name, 'temporal.db'), port: await freePort() });
}

async function reseat(databaseUrl: string): Promise<string> {
  const command = join(checkout, 'server/process/with-install.mjs');
  const env = { ...process.env, WEND_DATABASE_URL: databaseUrl };
  return (await wend(process.execPath, [command, 'wend', 'reseat'], { cwd: checkout, env })).stdout;
}

it('lets everybody go on after the data of Temporal is thrown away', async () => {
  const bundle = await readBundle(await workflowBundle());
  const first = await aFreshTemporal('first');
  let answers = false;
  let asked: () => void = () => {};
  const hasAsked = new Promise<void>((resolve) => (asked = resolve));
  const ask = definePerform('ask', async ({ signal }) => {
    asked();
    if (answers) return { kind: 'done', output: { answer: 42 } };
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('Gone'))));
  });
  const bed = await aLiveBed({ temporal: first.address, bundle, parts: { performs: performsOf([ask]) } });
  onTestFinished(() => bed.close());
  const journey = (steps: Parameters<typeof aDocument>[0]) =>
    bed.journey(aDocument({ ...steps, mail: { type: 'say', config: { channel: 'email' } } }));
  const [short, long, asking] = [
    await bed.enter(await journey({ pause: { type: 'rest', config: { for: 'PT8S' } } }), await bed.person()),
    await bed.enter(await journey({ pause: { type: 'rest', config: { for: 'PT1H' } } }), await bed.person()),
    await bed.enter(await journey({ ask: { type: 'ask' } }), await bed.person()),
  ];
  bed.look();
  await Promise.all([bed.comesTo(short, 'waiting'), bed.comesTo(long, 'waiting'), hasAsked]);
  const convoysById = () => bed.db.select().from(convoys).orderBy(convoys.id);
  const lost = await convoysById();
  await bed.detach();
  await first.stop();

  expect(await reseat(bed.databaseUrl)).toContain('life 2');
  const second = await aFreshTemporal('second');
  onTestFinished(() => second.stop());
  answers = true;
  await bed.attach(second.address);
  await Promise.all([bed.ended(short), bed.ended(asking)]);
  expect(bed.provider.delivered).toHaveLength(2);
  expect(await bed.db.select({ attempts: calls.attempts, state: calls.state }).from(calls)).toEqual([
    { attempts: 2, state: 'done' },
  ]);
  // Who waits for an hour waits for it still, and needs no convoy for that.
  expect(await bed.run(long)).toMatchObject({ phase: 'waiting', convoyId: null });
  const epochs = (await convoysById()).map(({ id, epoch, phase }) => ({ id, epoch, phase }));
  expect(epochs.filter(({ epoch }) => epoch === 1)).toEqual(lost.map(({ id }) => ({ id, epoch: 1, phase: 'done' })));
  expect(epochs.filter(({ epoch }) => epoch === 2).length).toBeGreaterThan(0);
});
