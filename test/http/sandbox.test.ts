import { createServer } from 'node:http';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { newId } from '../../server/ids/index.ts';
import { type Sandbox, startSandbox } from '../../server/sandbox/index.ts';
import { contactPoints, providers } from '../../server/tables/index.ts';
import { aDatabase } from '../harness/index.ts';
import { listening } from '../harness/listening.ts';
import { aServer, type Client, type TestServer } from './a-server.ts';
import { fillShop } from './a-shop.ts';

const PHONE = '+447700900123';
const keyOf = (id: string): string => `key-of-${id}`;
const inbox = z.object({
  items: z.array(
    z.looseObject({ id: z.string(), direction: z.string(), payload: z.looseObject({ body: z.string() }) }),
  ),
});

let sandbox: Sandbox;
let server: TestServer;
let shop: Client;
let account: string;
let callbackHost: string;
const callbacks = createServer((_, answer) => answer.end());

beforeAll(async () => {
  callbackHost = await listening(callbacks);
  sandbox = await startSandbox((await aDatabase()).db);
  server = await aServer({ sandbox: { url: sandbox.url, keyOf } });
  shop = await server.member();
  account = await aProviderOf(shop);
});
afterAll(async () => {
  await sandbox.close();
  callbacks.close();
});

async function aProviderOf({ workspaceId }: Client): Promise<string> {
  const id = newId();
  const now = Date.now();
  await server.db.insert(providers).values({
    workspaceId,
    id,
    channel: 'sms',
    adapter: 'sandbox-sms',
    name: 'Sandbox',
    config: {},
    rate: 10,
    nextFreeAt: now,
    createdAt: now,
  });
  return id;
}

async function aText(body: string): Promise<void> {
  const answer = await fetch(`${sandbox.url}/idempotent/${account}/sms/messages`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${keyOf(account)}`,
      'content-type': 'application/json',
      'idempotency-key': newId(),
    },
    body: JSON.stringify({
      reference: newId(),
      to: PHONE,
      from: 'ACME',
      callbackUrl: `http://${callbackHost}/`,
      payload: { body },
    }),
  });
  expect(answer.status).toBe(201);
}

async function phoneOf(client: Client) {
  const answer = await client.ask('GET', `/sandbox/inbox?channel=sms&address=${encodeURIComponent(PHONE)}`);
  expect(answer.status).toBe(200);
  return inbox.parse(await answer.json()).items;
}

it('shows what landed on a phone, and takes an answer in the place of its owner', async () => {
  await aText('Your cart is saved');
  const [message] = await phoneOf(shop);
  expect(message).toMatchObject({ direction: 'out', payload: { body: 'Your cart is saved' } });
  const answer = await shop.ask('POST', `/sandbox/messages/${message?.id}/reply`, { text: 'STOP' });
  expect(answer.status).toBe(204);
  expect((await phoneOf(shop)).map(({ direction, payload }) => [direction, payload.body])).toContainEqual([
    'in',
    'STOP',
  ]);
});

it('shows another workspace neither the phone nor its messages', async () => {
  const stranger = await server.member();
  await aProviderOf(stranger);
  const [message] = await phoneOf(shop);
  expect(await phoneOf(stranger)).toEqual([]);
  const answer = await stranger.ask('POST', `/sandbox/messages/${message?.id}/reply`, { text: 'STOP' });
  expect(answer.status).toBe(404);
});

it('lets who may only read answer for nobody', async () => {
  const viewer = await server.member('viewer');
  const answer = await viewer.ask('POST', `/sandbox/messages/${newId()}/reply`, { text: 'STOP' });
  expect(answer.status).toBe(403);
});

it('tells the addresses of a person as messages look for them, the newest first', async () => {
  const { ask, workspaceId } = shop;
  const { profileId } = await fillShop(server.db, shop);
  await server.db.delete(contactPoints).where(eq(contactPoints.profileId, profileId));
  for (const [address, createdAt] of [
    ['+447700900001', 1],
    ['+447700900003', 3],
    ['+447700900002', 2],
  ] as const)
    await server.db
      .insert(contactPoints)
      .values({ workspaceId, profileId, id: newId(), channel: 'sms', address, createdAt });
  const answer = await ask('GET', `/profiles/${profileId}`);
  const known = z.looseObject({ contactPoints: z.array(z.looseObject({ address: z.string() })) });
  expect(known.parse(await answer.json()).contactPoints.map(({ address }) => address)).toEqual([
    '+447700900003',
    '+447700900002',
    '+447700900001',
  ]);
});
