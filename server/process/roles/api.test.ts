import { connect } from 'node:net';
import type { SourceId, WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { expect, it, onTestFinished } from 'vitest';
import { aDatabase, aFolder } from '../../../test/harness/index.ts';
import { LOOPBACK, listenersOf } from '../../../test/harness/listeners.ts';
import { until } from '../../../test/harness/until.ts';
import { causeOf } from '../../database/index.ts';
import { newId } from '../../ids/index.ts';
import { writeKeyHash } from '../../intake/index.ts';
import { members, sources, users, workspaces } from '../../tables/index.ts';
import type { About } from '../../watch/log.ts';
import { freePort } from '../ports.ts';
import type { AskRole } from '../questions.ts';
import { startApi } from './api.ts';

/** All that is answered to bytes as they are. */
function saidTo(port: number, sent: string): Promise<string> {
  return new Promise((resolve) => {
    let said = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(sent));
    socket.on('data', (chunk) => (said += chunk));
    socket.on('error', () => {});
    socket.on('close', () => resolve(said));
  });
}

/** The web server as its process runs it, and what it says of faults. */
async function anApi(askRole?: AskRole) {
  const { db, url } = await aDatabase();
  const now = new Date();
  const workspaceId = newId<WorkspaceId>();
  await db.insert(workspaces).values({ id: workspaceId, name: 'Shop', createdAt: now.getTime() });
  const owner = { id: 'owner', name: 'Ada', email: 'ada@example.com', emailVerified: true };
  await db.insert(users).values({ ...owner, createdAt: now, updatedAt: now });
  await db.insert(members).values({ workspaceId, userId: owner.id, role: 'owner', createdAt: now.getTime() });
  const port = await freePort();
  const publicUrl = `http://localhost:${port}`;
  const home = aFolder();
  const elsewhere = {
    temporalAddress: '127.0.0.1:9',
    temporalNamespace: 'default',
    workflowBundle: '',
    allowedHosts: [],
    proxies: 0,
  };
  const sandbox = { sandboxPort: 9, sandboxUrl: 'http://127.0.0.1:9' };
  const faults: { readonly cause: string; readonly about: About | undefined }[] = [];
  const api = await startApi(
    { ...elsewhere, ...sandbox, databaseUrl: url, home, editor: home, port, publicUrl },
    (error, about) => faults.push({ cause: causeOf(error), about }),
    askRole,
  );
  onTestFinished(() => api.stop());
  return { db, port, workspaceId, faults, link: api.signInLink ?? '', at: `${publicUrl}/api/w/${workspaceId}` };
}

it('tells its log of a fault under the id that the caller was told', async () => {
  const { db, faults, link, at } = await anApi();
  const signedIn = await fetch(link, { redirect: 'manual' });
  const cookie = signedIn.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  expect((await fetch(`${at}/journeys`, { headers: { cookie } })).status).toBe(200);
  await db.execute(sql`alter table journeys rename to mislaid`);
  const answer = await fetch(`${at}/journeys`, { headers: { cookie } });
  expect(answer.status).toBe(500);
  const requestId = answer.headers.get('x-request-id');
  const workspaceId = at.split('/').at(-1);
  expect(faults).toEqual([{ cause: 'relation "journeys" does not exist', about: { requestId, workspaceId } }]);
  await db.execute(sql`alter table sessions rename to mislaid_too`);
  const other = await fetch(`${at}/journeys`, { headers: { cookie } });
  expect(other.status).toBe(500);
  expect(faults[1]).toEqual({
    cause: 'relation "sessions" does not exist',
    about: { requestId: other.headers.get('x-request-id') },
  });
});

it.each([
  ['a chunk of no size', 'POST /v1/track HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n', 400],
  [
    'two lengths',
    'POST /v1/track HTTP/1.1\r\nhost: localhost\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}',
    400,
  ],
  ['no HTTP', '\u0016\u0003\u0001', 400],
  ['endless headers', `GET / HTTP/1.1\r\nx: ${'x'.repeat(100_000)}\r\n\r\n`, 431],
])('answers a request with %s as a problem', async (_, sent, status) => {
  const { port, faults } = await anApi();
  const said = await saidTo(port, sent);
  expect(said).toMatch(new RegExp(`^HTTP/1\\.1 ${status} .*\r\ncontent-type: application/problem\\+json\r\n`));
  expect(JSON.parse(said.split('\r\n\r\n')[1] ?? '')).toMatchObject({ status, code: 'unreadable' });
  expect(faults).toEqual([]);
});

it('takes a client that hangs up in the middle of its events for no fault of ours', async () => {
  const { port, faults } = await anApi();
  const torn = 'POST /v1/batch HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1000\r\n\r\n{"batch":[';
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  await new Promise<void>((sent) => socket.write(torn, () => sent()));
  socket.resetAndDestroy();
  expect((await fetch(`http://localhost:${port}/v1/batch`, { method: 'POST', body: '{}' })).status).toBe(401);
  expect(faults).toEqual([]);
});

it('counts the events that come in, by what becomes of them', async () => {
  const { db, port, workspaceId } = await anApi();
  const createdAt = Date.now();
  const source = { id: newId<SourceId>(), name: 'Shop', kind: 'server', keyHint: '', createdAt } as const;
  await db.insert(sources).values({ ...source, workspaceId, keyHash: writeKeyHash('a-key') });
  const at = `http://localhost:${port}`;
  const event = { type: 'track', event: 'Ordered', userId: 'ada' };
  const answer = await fetch(`${at}/v1/batch`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('a-key:')}`, 'content-type': 'application/json' },
    body: JSON.stringify({ batch: [event, event, { ...event, event: 7 }] }),
  });
  expect(answer.status).toBe(200);
  const told = await (await fetch(`${at}/metrics`)).text();
  expect(told).toContain('wend_events_total{outcome="accepted",role="api"} 2');
  expect(told).toContain('wend_events_total{outcome="refused",role="api"} 1');
});

it('tells whoever asks that it lives, and which part keeps it from working', async () => {
  const well = { silentMs: 0, reachesTemporal: true };
  const roles = new Map([['matcher', well]]);
  const { db, port, link } = await anApi(async (role) => roles.get(role));
  // As a probe asks, by a number and no name.
  const ask = async (path: string) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { host: '10.0.0.7' } });
    return { status: answer.status, body: await answer.json() };
  };
  expect(link).not.toBe('');
  expect(await ask('/healthz')).toEqual({ status: 200, body: { alive: true } });
  const missing = [{ part: 'worker', why: 'It does not answer.' }];
  expect(await ask('/readyz')).toEqual({ status: 503, body: { ready: false, missing } });
  roles.set('worker', well);
  await until(async () => (await ask('/readyz')).status === 200);
  await db.execute(
    sql`delete from drizzle.__drizzle_migrations where created_at = (select max(created_at) from drizzle.__drizzle_migrations)`,
  );
  const behind = await until(async () => {
    const answer = await ask('/readyz');
    return answer.status === 503 && answer.body;
  });
  expect(behind).toEqual({ ready: false, missing: [{ part: 'migrations', why: 'The schema is of another version.' }] });
  expect((await ask('/healthz')).status).toBe(200);
});

it.runIf(process.platform === 'linux')('listens for this machine alone', async () => {
  const { port } = await anApi();
  const mine = (await listenersOf(process.pid)).filter((listener) => listener.port === port);
  expect(mine.map(({ address }) => LOOPBACK.includes(address))).toEqual([true]);
});
