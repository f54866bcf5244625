import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { commandOf } from '../server/process/orphan.ts';
import { freePort } from '../server/process/ports.ts';
import { temporalBinary } from '../server/process/temporal-binary.ts';
import { aLivedHome } from './harness/a-lived-home.ts';
import { aDatabase } from './harness/index.ts';
import { surroundings } from './harness/lived-home.ts';
import { checkout, type Started, start } from './harness/started.ts';
import { until } from './harness/until.ts';

let dir = '';
let around: NodeJS.ProcessEnv = {};
const running = new Set<Started>();

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'wend-start-'));
  around = await surroundings(dir, '');
});

afterAll(async () => {
  for (const wend of running) await wend.interrupt();
  await rm(dir, { recursive: true, force: true });
});

it('starts everything, loses nothing over a restart, and leaves nothing behind', async () => {
  const home = join(dir, 'restarted');
  const other = await holdUsualPort();
  const first = await startWend(home, { WEND_PORT: undefined });
  const [, url = ''] = await first.prints(/Wend is at (\S+)/);
  expect(url).not.toBe('http://localhost:4600');
  expect((await fetch(url)).status).toBe(200);
  expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ alive: true });
  await until(async () => (await fetch(`${url}/readyz`)).status === 200);
  const scrape = async () => (await fetch(`${url}/metrics`)).text();
  // The demo is the last to come.
  for (const role of ['api', 'matcher', 'worker', 'sandbox', 'demo'])
    await until(async () => (await scrape()).includes(`\nprocess_resident_memory_bytes{role="${role}"}`));
  await until(async () => (await scrape()).includes('\ntemporal_worker_task_slots_available{'));
  const owner = await signIn(first);
  await owner.createJourney('Kept over a restart');
  const names = await owner.journeyNames();
  expect(names).toContain('Kept over a restart');
  const children = await first.children();
  for (const part of ['temporal server', '/postgres -D', 'api.js', 'matcher.js', 'worker.js', 'sandbox.js'])
    expect(children.some(({ command }) => command.includes(part))).toBe(true);
  expect((await stat(home)).mode & 0o777).toBe(0o700);
  await end(first);
  const facts = JSON.parse(await readFile(join(home, 'facts.json'), 'utf8'));
  const ports = { port: expect.any(Number), postgresPort: expect.any(Number), temporalPort: expect.any(Number) };
  expect(facts).toEqual({ ...ports, sandboxPort: expect.any(Number), postgresPassword: expect.any(String) });

  const second = await startWend(home, { WEND_PORT: undefined });
  expect((await second.prints(/Wend is at (\S+)/))[1]).toBe(url);
  expect(JSON.parse(await readFile(join(home, 'facts.json'), 'utf8'))).toEqual(facts);
  const again = await signIn(second);
  expect(again.workspaceId).toBe(owner.workspaceId);
  expect(await again.journeyNames()).toEqual(names);
  expect(await end(second)).toBe(0);
  other.close();
  for (const { pid } of children) expect(await lives(pid)).toBe(false);
});

it('comes up beside another first start that wants the same port at the same moment', async () => {
  const port = await freePort();
  const homes = ['one', 'other'].map((name) => join(dir, name));
  for (const home of homes) {
    await mkdir(home);
    await writeFile(join(home, 'facts.json'), JSON.stringify({ port }));
  }
  const both = await Promise.all(homes.map((home) => startWend(home, { WEND_PORT: undefined })));
  const urls = await Promise.all(both.map(async (wend) => (await wend.prints(/Wend is at (\S+)/))[1] ?? ''));
  expect(new Set(urls).size).toBe(2);
  expect(urls).toContain(`http://localhost:${port}`);
  for (const url of urls) expect((await fetch(url)).status).toBe(200);
  for (const wend of both) {
    expect(wend.said()).not.toMatch(/ died /);
    await end(wend);
  }
});

it('takes commands of the operator beside one that runs, for one that is stopped, and for none that never was', async () => {
  expect(await command(join(dir, 'never'))).toMatch(/^wend: No Wend has run from \S+ yet: .*\.$/);
  const home = await aHome('commanded');
  const wend = await startWend(home);
  await wend.prints(/Wend is at/);
  expect(await command(home)).toMatch(/^Everybody on their way goes on .*\(life 2 of the system\)\.$/);
  await end(wend);
  await rm(join(home, 'temporal'), { recursive: true });
  expect(await command(home)).toMatch(/^Everybody on their way goes on .*\(life 3 of the system\)\.$/);
  const again = await startWend(home);
  await again.prints(/Wend is at/);
  await end(again);
  expect(await command(home, 'fly')).toBe('wend: There is no command "fly": reseat.');
});

it('brings back whatever was killed, as often as it is, without stopping the rest', async () => {
  const wend = await startWend(await aHome('killed'));
  const [, url = ''] = await wend.prints(/Wend is at (\S+)/);
  const kill = async (part: string): Promise<void> => {
    const found = await until(async () => (await wend.children()).find(({ command }) => command.includes(part)));
    process.kill(found.pid, 'SIGKILL');
    await until(async () => !(await wend.children()).some(({ pid }) => pid === found.pid));
  };
  await kill('roles/worker.js');
  await wend.prints(/worker died \(SIGKILL\) and starts again in/);
  await kill('temporal server');
  await wend.prints(/Temporal died \(SIGKILL\) and starts again in[\s\S]*Temporal is back\./);
  await kill('/postgres -D');
  await wend.prints(/Postgres died \(SIGKILL\) and starts again in[\s\S]*Postgres is back\./);
  for (let deaths = 1; deaths <= 5; deaths += 1) await kill('roles/matcher.js');
  await wend.prints(/matcher died 5 times within a minute: \S+matcher\.log says why\./);
  await until(async () => (await fetch(`${url}/readyz`).catch(() => undefined))?.status === 200);
  expect(await end(wend)).toBe(0);
});

it('says everything in lines of JSON where no terminal reads, what each role logs among them', async () => {
  const home = await aHome('logged');
  const wend = await startWend(home, { WEND_LOG: undefined, WEND_LOG_LEVEL: 'debug' });
  const roles = ['api', 'matcher', 'worker', 'sandbox', 'demo'];
  await wend.prints(/"Wend is at http:\/\/localhost:\d+"/);
  for (const role of roles) await wend.prints(new RegExp(`"role":"${role}".*"message":"Ready"`));
  // As a person copies it out of the log of a container, between the quotes.
  expect((await signIn(wend)).workspaceId).toMatch(/^[0-9a-f-]{36}$/);
  expect(await end(wend)).toBe(0);
  const printed = linesOf(wend.said().replace(/^(Building .*\n)*/, ''));
  for (const words of ['Wend is at http://', 'Sign in, once and within 15 minutes: http://'])
    expect(printed.filter(({ message }) => message?.startsWith(words))).toMatchObject([{ role: 'supervisor' }]);
  expect(new Set(printed.map(({ role }) => role))).toEqual(new Set(['supervisor', ...roles]));
  expect(printed.find(({ message }) => message === 'Stopping ...')).toMatchObject({
    role: 'supervisor',
    level: 'info',
  });
  for (const role of roles) {
    const lines = linesOf(await readFile(join(home, `logs/${role}.log`), 'utf8'));
    expect(new Set(lines.map((line) => line.role))).toEqual(new Set([role]));
  }
});

it('says in one sentence that it already runs here, and stops everything when its terminal is closed', async () => {
  const home = await aHome('closed');
  const wend = await startWend(home);
  await wend.prints(/Wend is at/);
  expect(await refusal(await startWend(home))).toMatch(
    /^wend: Wend already runs from this folder \(process \d+\): .*\.$/,
  );
  const children = await wend.children();
  expect(await wend.hangUp()).toEqual({ code: 0, signal: null });
  running.delete(wend);
  expect(children.length).toBeGreaterThan(2);
  for (const { pid } of children) expect(await lives(pid)).toBe(false);
});

it('starts again over what a killed start left running', async () => {
  const home = await aHome('orphaned');
  const killed = await startWend(home);
  await killed.prints(/Wend is at/);
  const left = (await killed.children()).find(({ command }) => command.includes('/postgres -D'));
  process.kill(killed.pid, 'SIGKILL');
  await killed.ended;
  running.delete(killed);
  expect(await lives(left?.pid ?? 0)).toBe(true);

  const next = await startWend(home);
  await next.prints(/Wend is at/);
  expect(await lives(left?.pid ?? 0)).toBe(false);
  await end(next);
});

it('says in one sentence that the port is taken', async () => {
  const port = await freePort();
  const other = createServer();
  await new Promise<void>((listening) => other.listen(port, '127.0.0.1', listening));
  const wend = await startWend(join(dir, 'taken'), { WEND_PORT: String(port) });
  expect(await refusal(wend)).toBe(
    `wend: Port ${port} is taken: stop what listens there or set WEND_PORT to another one.`,
  );
  other.close();
});

it('says in one sentence that the data is of another Postgres', async () => {
  const home = join(dir, 'old');
  await mkdir(join(home, 'postgres'), { recursive: true });
  await writeFile(join(home, 'postgres/PG_VERSION'), '14\n');
  expect(await refusal(await startWend(home))).toMatch(
    /^wend: The data in \S+ is of PostgreSQL 14, this one is \d+: .*\.$/,
  );
});

it('says in one sentence that a database was restored without what keeps workspaces apart', async () => {
  const { url, sql } = await aDatabase();
  await sql`drop owned by wend_workspace`;
  const wend = await startWend(join(dir, 'restored'), { WEND_DATABASE_URL: url });
  expect(await refusal(wend)).toMatch(/^wend: The database was restored without .*\.$/);
});

it('says in one sentence that a setting does not fit', async () => {
  const wend = await startWend(join(dir, 'wrong'), { WEND_PORT: 'many' });
  expect(await refusal(wend)).toBe('wend: These settings do not fit: WEND_PORT: is a number from 1 to 65535.');
});

it('says in one sentence that Python is missing', async () => {
  const found = process.env['PATH'];
  process.env['PATH'] = '/nowhere';
  try {
    await expect(temporalBinary(join(dir, 'empty'), () => {})).rejects.toThrow(
      /^Temporal is not installed and python3.* is missing: .*\.$/,
    );
  } finally {
    process.env['PATH'] = found;
  }
});

/** Every one of them has to be JSON. */
function linesOf(
  text: string,
): readonly { readonly role?: string; readonly level?: string; readonly message?: string }[] {
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

const aHome = (name: string): Promise<string> => aLivedHome(join(dir, name));

async function startWend(home: string, env: NodeJS.ProcessEnv = {}): Promise<Started> {
  const port = String(await freePort());
  const wend = start([process.execPath, 'server/process/start.mjs'], checkout, {
    ...around,
    WEND_HOME: home,
    WEND_PORT: port,
    ...env,
  });
  running.add(wend);
  return wend;
}

/** Somebody else on the port that a first start would take; whoever has it already will do. */
async function holdUsualPort(): Promise<Server> {
  const other = createServer();
  await new Promise<void>((held) => {
    other.once('error', () => held());
    other.listen(4600, '127.0.0.1', held);
  });
  return other;
}

/** The owner, by the link that is printed. */
async function signIn(wend: Started) {
  const [, link = ''] = await wend.prints(/Sign in[^:]*: ([^\s"]+)/);
  const { origin } = new URL(link);
  const answer = await fetch(link, { redirect: 'manual' });
  const cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const ask = async (method: string, path: string, body?: object) => {
    const headers = { cookie, origin, 'content-type': 'application/json' };
    const found = await fetch(`${origin}/api${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    return JSON.parse(await found.text());
  };
  const workspaceId: string = (await ask('GET', '/me')).workspaces[0].id;
  const at = `/w/${workspaceId}/journeys`;
  return {
    workspaceId,
    createJourney: async (name: string): Promise<void> => {
      const entry = { kind: 'event', event: 'Signed Up' };
      await ask('POST', at, { document: { format: 1, name, entry, steps: {}, edges: [] } });
    },
    journeyNames: async (): Promise<readonly string[]> =>
      (await ask('GET', at)).items.map(({ name }: { name: string }) => name).sort(),
  };
}

/** What a command of the operator prints; one that is refused ends with 1. */
async function command(home: string, name = 'reseat'): Promise<string> {
  const script = ['server/process/with-install.mjs', 'wend', name];
  const asked = start([process.execPath, ...script], checkout, { ...process.env, WEND_HOME: home });
  const { code } = await asked.ended;
  const said = asked.said().trim();
  expect([said, code]).toEqual([said, said.startsWith('wend: ') ? 1 : 0]);
  return said;
}

/** Ctrl-C, and the exit code. */
async function end(wend: Started): Promise<number | null> {
  running.delete(wend);
  return (await wend.interrupt()).code;
}

/** The one line a start ended with, once it has refused. */
async function refusal(wend: Started): Promise<string> {
  const { code } = await wend.ended;
  running.delete(wend);
  expect(code).toBe(1);
  return wend.said().trim();
}

/** Whether it runs; one that is dead and only waits to be reaped does not. */
const lives = async (pid: number): Promise<boolean> => (await commandOf(pid)) !== '';
