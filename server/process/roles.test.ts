import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { aFolder } from '../../test/harness/index.ts';
import { until } from '../../test/harness/until.ts';
import type { RoleSettings } from '../settings/index.ts';
import { commandOf } from './orphan.ts';
import { Role } from './roles.ts';

const settings: RoleSettings = {
  databaseUrl: 'postgres://nowhere',
  temporalAddress: 'nowhere:1',
  temporalNamespace: 'default',
  home: '/nowhere',
  port: 1,
  publicUrl: 'http://localhost:1',
  sandboxPort: 1,
  sandboxUrl: 'http://127.0.0.1:1',
  workflowBundle: '',
  editor: '',
  allowedHosts: [],
  proxies: 0,
};

/** A role that notes its process and stays. */
async function aRole() {
  const logs = aFolder();
  const [script, pids] = [join(logs, 'role.mjs'), join(logs, 'pids')];
  await appendFile(pids, '');
  await writeFile(
    script,
    `import { appendFileSync } from 'node:fs';
     appendFileSync(${JSON.stringify(pids)}, process.pid + '\\n');
     setInterval(() => {}, 1_000);`,
  );
  const said: string[] = [];
  const role = new Role({
    name: 'role',
    script,
    settings,
    logs,
    say: (line) => said.push(line),
    giveUp: ({ message }) => said.push(message),
  });
  const started = async () => (await readFile(pids, 'utf8')).split('\n').filter(Boolean).map(Number);
  return { role, said, started };
}

it('leaves nothing behind when it is stopped while it starts', async () => {
  const { role, said, started } = await aRole();
  role.start();
  await role.stop();
  role.start();
  await role.stop();
  const next = await aRole();
  next.role.start();
  const [pid = 0] = await until(async () => {
    const pids = await next.started();
    return pids.length > 0 && pids;
  });
  await next.role.stop();
  expect(await commandOf(pid)).toBe('');
  expect(await started()).toEqual([]);
  expect(said).toEqual([]);
});

it('says why it cannot start', async () => {
  const { role } = await aRole();
  await role.stop();
  const said: string[] = [];
  const nowhere = new Role({
    name: 'role',
    script: '',
    settings,
    logs: '/nowhere/logs',
    say: () => {},
    giveUp: ({ message }) => said.push(message),
  });
  nowhere.start();
  await nowhere.stop();
  expect(said).toEqual([expect.stringMatching(/^role could not be started: ENOENT.*\.$/)]);
});
