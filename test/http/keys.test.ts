import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { databaseClock } from '../../server/clock/index.ts';
import { aServer, ORIGIN } from './a-server.ts';
import { document, read } from './a-shop.ts';

const keyed = z.object({ id: z.string(), key: z.string() });

it('lets a program act in the one workspace and the role of its key, until it is revoked', async () => {
  const { member, app, db } = await aServer();
  const [{ ask, workspaceId }, other] = [await member(), await member()];
  const { id, key } = await read(ask('POST', '/keys', { name: 'Robot', role: 'editor' }), keyed);
  const program = (method: string, path: string, body?: unknown) =>
    app.request(`${ORIGIN}${path}`, {
      method,
      headers: { host: 'localhost:4600', authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const at = `/api/w/${workspaceId}`;
  expect((await program('POST', `${at}/journeys`, { document })).status).toBe(201);
  expect((await program('POST', `${at}/keys`, { name: 'More', role: 'admin' })).status).toBe(403);
  expect((await program('GET', `/api/w/${other.workspaceId}/journeys`)).status).toBe(404);
  const [row] = await db.execute(sql`select actor from audit_log where action = 'journey.create'`);
  expect(row).toEqual({ actor: `key:${id}` });
  const [kept] = await db.execute<{ row: string }>(sql`select api_keys::text as row from api_keys`);
  expect(kept?.row).not.toContain(key);
  expect(await (await ask('GET', '/keys')).text()).not.toContain(key);
  expect((await ask('DELETE', `/keys/${id}`)).status).toBe(204);
  expect((await program('GET', `${at}/journeys`)).status).toBe(401);
});

it('takes no write key of a source for a key, nor a key beside a good session when it is a bad one', async () => {
  const { member } = await aServer();
  const { ask } = await member();
  const { writeKey } = await read(
    ask('POST', '/sources', { name: 'Shop', kind: 'server' }),
    z.object({ writeKey: z.string() }),
  );
  expect((await ask('GET', '/journeys', undefined, { authorization: `Bearer ${writeKey}` })).status).toBe(401);
});

it('keeps of a write key what it cannot be read from, and shows it once', async () => {
  const { member, db } = await aServer();
  const { ask } = await member();
  const { id, writeKey } = await read(
    ask('POST', '/sources', { name: 'Shop', kind: 'server' }),
    z.object({ id: z.string(), writeKey: z.string() }),
  );
  const [kept] = await db.execute<{ row: string; key_hash: string }>(
    sql`select sources::text as row, key_hash from sources`,
  );
  expect(kept?.row).toContain(id);
  expect(kept?.row).not.toContain(writeKey);
  expect(kept?.key_hash).toBe(createHash('sha256').update(writeKey).digest('hex'));
  expect(await (await ask('GET', '/sources')).text()).not.toContain(writeKey);
  const [audited] = await db.execute<{ rows: string }>(
    sql`select string_agg(audit_log::text, '') as rows from audit_log`,
  );
  expect(audited?.rows).not.toContain(writeKey);
});

it('limits an address before it looks who asks, and an actor wherever they ask from', async () => {
  const limits = { perAddress: { rate: 1, burst: 8 }, perKey: { rate: 1, burst: 4 } };
  // Time stands still, however slow the machine is.
  const { member, app } = await aServer({ limits, clock: { ...databaseClock, monotonicMs: () => 0 } });
  const { ask } = await member();
  const statuses: number[] = [];
  for (let n = 0; n < 6; n += 1) statuses.push((await ask('GET', '//api/me')).status);
  expect(statuses).toEqual([200, 200, 200, 200, 429, 429]);
  const answers = [];
  for (let n = 0; n < 3; n += 1)
    answers.push(
      // Nobody becomes somebody else by saying so.
      await app.request(`${ORIGIN}/api/me`, { headers: { host: 'localhost:4600', 'x-forwarded-for': `192.0.2.${n}` } }),
    );
  expect(answers.map(({ status }) => status)).toEqual([401, 429, 429]);
  expect(answers[2]?.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
  expect(answers[2]?.headers.get('content-type')).toBe('application/problem+json');
});
