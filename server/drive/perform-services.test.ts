import type { CallId, JsonObject, ProfileId, WorkspaceId } from '@wend/engine';
import { expect, it } from 'vitest';
import { anAddress } from '../../test/harness/an-address.ts';
import { aDatabase } from '../../test/harness/index.ts';
import { Keys, putSecret } from '../access/index.ts';
import { WriteHandle } from '../access/write-handle.ts';
import { databaseClock } from '../clock/index.ts';
import { newId } from '../ids/index.ts';
import { workspaces } from '../tables/index.ts';
import { performServices } from './perform-services.ts';
import { performWebhook } from './perform-webhook.ts';

const keys = new Keys(Buffer.alloc(32, 1));

/** Two shops on one database; only the first has the secret. */
async function twoShops() {
  const { db } = await aDatabase();
  const [shop, other] = [newId<WorkspaceId>(), newId<WorkspaceId>()];
  for (const id of [shop, other])
    await db.insert(workspaces).values({ id, name: 'Shop', createdAt: databaseClock.sql });
  const actor = { id: 'user:u', name: 'Ada', role: 'owner' } as const;
  const writes = new WriteHandle(db);
  const context = { writes, clock: databaseClock, trips: { look: () => {} }, workspaceId: shop, actor };
  await putSecret.by(context, keys, 'crm_token', 'Bearer 123');
  return { db, shop, other };
}

function webhook(services: ReturnType<typeof performServices>, workspaceId: WorkspaceId, input: JsonObject) {
  const signal = new AbortController().signal;
  const call = { idempotencyKey: newId<CallId>(), profileId: newId<ProfileId>() };
  return performWebhook.run({
    ...call,
    input,
    services: services(workspaceId),
    signal,
    workspaceId,
    attempt: 1,
    callbackUrl: '',
  });
}

it('sends the secrets of its own workspace and knows none of another', async () => {
  const { db, shop, other } = await twoShops();
  const seen: (string | undefined)[] = [];
  const host = await anAddress(({ headers }, response) => (seen.push(headers.authorization), response.end('{}')));
  const services = performServices({ db, keys, allowedHosts: [host] });
  const input = { url: `http://${host}/`, headers: { Authorization: { secret: 'crm_token' } } };
  expect(await webhook(services, shop, input)).toMatchObject({ kind: 'done' });
  await expect(webhook(services, other, input)).rejects.toThrow('There is no secret "crm_token"');
  expect(seen).toEqual(['Bearer 123']);
});

it('goes to no address inside that the operator has not allowed', async () => {
  const { db, shop } = await twoShops();
  const host = await anAddress((_, response) => response.end('{}'));
  const input = { url: `http://${host}/` };
  await expect(webhook(performServices({ db, keys }), shop, input)).rejects.toThrow(/not on the public internet/);
});

it('gives up after the time that the step says', async () => {
  const { db, shop } = await twoShops();
  const host = await anAddress(() => {});
  const services = performServices({ db, keys, allowedHosts: [host] });
  await expect(webhook(services, shop, { url: `http://${host}/`, timeoutMs: 50 })).rejects.toThrow(/timeout/);
});
