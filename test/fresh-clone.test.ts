import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { freePort } from '../server/process/ports.ts';
import { checkout, processes, start } from './harness/started.ts';

const run = promisify(execFile);
/** `off` within a clone's own `npm test`, which would clone without end; `whole`, everything twice, where nobody waits. */
const extent = process.env['WEND_TEST_FRESH_CLONE'] ?? (process.env['CI'] ? 'whole' : 'start');
const off = extent === 'off';
const minutes = 60_000;
const dir = off ? '' : await mkdtemp(join(tmpdir(), 'wend-fresh-'));

afterAll(async () => {
  if (dir) await rm(dir, { recursive: true, force: true });
});

it.skipIf(off)(
  'works on a fresh clone for a user with an empty home: npm start',
  { timeout: 5 * minutes },
  async () => {
    const { clone, env } = await freshClone();
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
  const { clone, env } = await freshClone();
  const test = start(['npm', 'test'], clone, { ...env, WEND_TEST_FRESH_CLONE: 'off' });
  const { code } = await test.ended;
  expect(test.said()).toMatch(/\d+ passed, 0 failed\s*$/);
  expect(code).toBe(0);
});

let cloned: Promise<{ clone: string; env: NodeJS.ProcessEnv }> | undefined;

/** What was last committed here, as a new user gets it: no packages, no caches, nothing of this run's settings. */
function freshClone() {
  cloned ??= (async () => {
    const [clone, home] = [join(dir, 'wend'), join(dir, 'home')];
    await mkdir(home);
    await run('git', ['clone', '--quiet', `file://${checkout}`, clone]);
    const ours = /^(npm_|pnpm_|WEND_|VITEST|TEMPORAL_|XDG_|NODE_ENV$|NODE_OPTIONS$|TEST$|INIT_CWD$)/i;
    const kept = Object.entries(process.env).filter(([name]) => !ours.test(name));
    return { clone, env: { ...Object.fromEntries(kept), HOME: home } };
  })();
  return cloned;
}

/** What still runs out of the clone. */
async function left(): Promise<readonly string[]> {
  return (await processes()).map(({ command }) => command).filter((command) => command.includes(dir));
}
