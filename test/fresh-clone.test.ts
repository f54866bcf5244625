import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { freePort } from '../server/process/ports.ts';
import { type FreshClone, freshClone } from './harness/fresh-clone.ts';
import { processes, start } from './harness/started.ts';

/** `off` within a clone's own `npm test`, which would clone without end; `whole`, everything there as well, where nobody waits. */
const extent = process.env['WEND_TEST_FRESH_CLONE'] ?? (process.env['CI'] ? 'whole' : 'start');
const off = extent === 'off';
/** Where the whole run counts; what passes in the clone counts as well. */
const tally = process.env['WEND_TALLY'];
const minutes = 60_000;
const dir = off ? '' : await mkdtemp(join(tmpdir(), 'wend-fresh-'));

afterAll(async () => {
  if (dir) await rm(dir, { recursive: true, force: true });
});

it.skipIf(off)(
  'works on a fresh clone for a user with an empty home: npm start',
  { timeout: 5 * minutes },
  async () => {
    const { clone, env } = await clonedOnce();
    const wend = start(['npm', 'start'], clone, { ...env, WEND_PORT: String(await freePort()) });
    const [, url = ''] = await wend.prints(/Wend is at (\S+)/);
    const page = await fetch(url);
    expect(page.status).toBe(200);
    expect(await wend.children()).not.toEqual([]);
    await wend.interrupt();
    expect(await left()).toEqual([]);
  },
);

it.runIf(extent === 'whole')('and npm test passes there', { timeout: 45 * minutes }, async () => {
  const { clone, env } = await clonedOnce();
  const test = start(['npm', 'test'], clone, { ...env, WEND_TEST_FRESH_CLONE: 'off' }, { aloud: true });
  const { code } = await test.ended;
  const [, passed, failed] = /(\d+) passed, (\d+) failed\s*$/.exec(test.said()) ?? [];
  if (passed && tally)
    await writeFile(`${tally}-in-clone`, JSON.stringify({ passed: Number(passed), failed: Number(failed) }));
  if (code !== 0 || failed !== '0') throw new Error(`npm test ended with ${code} in the clone; above is what it said.`);
});

let cloned: Promise<FreshClone> | undefined;

function clonedOnce(): Promise<FreshClone> {
  cloned ??= freshClone(dir);
  return cloned;
}

/** What still runs out of the clone. */
async function left(): Promise<readonly string[]> {
  return (await processes()).map(({ command }) => command).filter((command) => command.includes(dir));
}
