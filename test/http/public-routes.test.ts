import type { CallId } from '@wend/engine';
import { eq, inArray } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { signId } from '../../server/access/index.ts';
import { providerAdapters } from '../../server/channels/index.ts';
import { databaseClock } from '../../server/clock/index.ts';
import { apiDocument, listed } from '../../server/http/document.ts';
import { newId } from '../../server/ids/index.ts';
import { shortToken } from '../../server/links/short-token.ts';
import { processCallbacks } from '../../server/messages/process-callbacks.ts';
import { SIGNATURE_HEADER, signatureOf } from '../../server/sandbox/signature.ts';
import { addressHashBy } from '../../server/suppressions/address-hash.ts';
import {
  callbacks,
  calls,
  events,
  linkTokens,
  messageEvents,
  messageLinks,
  messages,
} from '../../server/tables/index.ts';
import { aDatabase, type TestDatabase } from '../harness/index.ts';
import { aServer, type Client, ORIGIN, type TestServer } from './a-server.ts';
import { everythingOf, fillShop, MARK, read, type Shop } from './a-shop.ts';

/** Both shops have this number of the same person. */
const NUMBER = '+4366412345';
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36';
const keyOf = (providerId: string): string => `key-of-${providerId}`;

type Bed = Awaited<ReturnType<typeof setUp>>;
/** What somebody with an address or a key of another workspace tries; Ada's is looked at before and after. */
type Case = (bed: Bed) => Promise<void>;

/** Every route that lies in no workspace: public ones, documents, the session's own. A new one without a case fails. */
const cases: Readonly<Record<string, Case>> = {
  'POST /v1/track': takesIn({ event: MARK }),
  'POST /v1/t': takesIn({ event: MARK }),
  'POST /v1/identify': takesIn({ traits: { phone: NUMBER, firstName: 'Eve' } }),
  'POST /v1/i': takesIn({ traits: { email: 'eve@example.com' } }),
  'POST /v1/page': takesIn({ name: MARK }),
  'POST /v1/p': takesIn({ name: MARK }),
  'POST /v1/screen': takesIn({ name: MARK }),
  'POST /v1/s': takesIn({ name: MARK }),
  'POST /v1/group': takesIn({ groupId: MARK }),
  'POST /v1/g': takesIn({ groupId: MARK }),
  'POST /v1/alias': takesIn({ previousId: MARK }),
  'POST /v1/a': takesIn({ previousId: MARK }),
  'POST /v1/batch': takesIn({ batch: [{ type: 'track', event: MARK, userId: MARK }] }),
  'POST /v1/b': takesIn({ batch: [{ type: 'track', event: MARK, userId: MARK }] }),
  'POST /v1/import': takesIn({ batch: [{ type: 'identify', userId: MARK, traits: {} }] }),
  'PUT /v1/devices': takesIn({ token: 'eve-phone' }),
  'GET /v1/projects/:key/settings': async ({ ask, writeKey, ada }) => {
    const said = await (await ask('GET', `/v1/projects/${writeKey}/settings`)).text();
    expect(said).toContain(writeKey);
    expect(said).not.toMatch(new RegExp(`${MARK}|${ada.workspaceId}`));
    expect((await ask('GET', `/v1/projects/${ada.workspaceId}/settings`)).status).toBe(401);
  },
  'GET /c/:token': clicks('GET'),
  'HEAD /c/:token': clicks('HEAD'),
  'GET /u/:token': async ({ ask, keys, hers }) => {
    const token = signId(keys.of('unsubscribe'), hers.messageId);
    expect((await ask('GET', `/u/${token}`)).status).toBe(200);
  },
  'POST /u/:token': async ({ ask, keys, shop, hers, db, eve }) => {
    for (const key of [keys.of('calls'), keys.of('callbacks')])
      expect((await ask('POST', `/u/${signId(key, shop.messageId)}`)).status).toBe(404);
    expect((await ask('POST', `/u/${signId(keys.of('unsubscribe'), hers.messageId)}`)).status).toBe(200);
    expect(await everythingOf(db, eve.workspaceId)).toContain('unsubscribe link');
  },
  'POST /callbacks/:workspaceId/:providerId': callsBack,
  'POST /calls/:token': async ({ ask, keys, ada, eve, shop, hers, db, call }) => {
    const [theirs, own] = [await call(ada, shop), await call(eve, hers)];
    const foreign = await ask('POST', `/calls/${signId(keys.of('unsubscribe'), theirs)}`, { ok: true });
    expect(foreign.status).toBe(404);
    const answer = await ask('POST', `/calls/${signId(keys.of('calls'), own)}`, { ok: true });
    expect([answer.status, await answer.text()]).toEqual([204, '']);
    const states = new Map((await db.select().from(calls)).map(({ id, state }) => [id, state]));
    expect([states.get(own), states.get(theirs)]).toEqual(['done', 'waiting-for-callback']);
    await db.delete(calls).where(eq(calls.id, theirs));
  },
  'GET /api/auth/magic-link/verify': async ({ signInLink, app, eve, ada }) => {
    const { pathname, search } = new URL(await signInLink(`${eve.userId}@example.com`));
    const answer = await app.request(`${ORIGIN}${pathname}${search}`, { headers: { host: 'localhost:4600' } });
    const cookie = answer.headers.getSetCookie().map((one) => one.split(';')[0]);
    const asked = { headers: { host: 'localhost:4600', cookie: cookie.join('; ') } };
    expect((await app.request(`${ORIGIN}/api/w/${eve.workspaceId}/journeys`, asked)).status).toBe(200);
    expect((await app.request(`${ORIGIN}/api/w/${ada.workspaceId}/journeys`, asked)).status).toBe(404);
  },
  'GET /api/me': async ({ eve, ada }) => {
    const said = await (await eve.ask('GET', '//api/me')).text();
    expect(said).toContain(eve.workspaceId);
    expect(said).not.toContain(ada.workspaceId);
  },
  'POST /api/sign-out': async ({ eve, ada }) => {
    await eve.ask('POST', '//api/sign-out');
    expect([(await eve.ask('GET', '//api/me')).status, (await ada.ask('GET', '//api/me')).status]).toEqual([401, 200]);
  },
  'GET /openapi.json': isTheSameForAll('/openapi.json'),
  'GET /journey.schema.json': isTheSameForAll('/journey.schema.json'),
  'GET /docs': isTheSameForAll('/docs'),
  'GET /healthz': isTheSameForAll('/healthz'),
  'GET /readyz': isTheSameForAll('/readyz'),
  'GET /metrics': isTheSameForAll('/metrics'),
  'GET /docs/style.css': isTheSameForAll('/docs/style.css'),
  'GET /node-types/:file': isTheSameForAll('/node-types/none.js', 404),
  'GET /*': isTheSameForAll('/w/any/journeys'),
};

/** Middleware: it stands before routes and answers nothing of anybody's. */
const before = ['/*', '/v1/*', '/calls/*', '/api/*', '/api/w/:workspaceId/*'];

/** Eve's key, with the ids of Ada's person and message: what comes of it is Eve's alone. */
function takesIn(body: Readonly<Record<string, unknown>>): Case {
  return async (bed) => {
    const said = { userId: MARK, anonymousId: MARK, messageId: MARK, ...body };
    const answer = await bed.ask(...bed.route, said, {
      authorization: `Basic ${Buffer.from(`${bed.writeKey}:`).toString('base64')}`,
    });
    expect(await answer.json()).toMatchObject({ success: true, accepted: 1, rejected: [] });
    const taken = await bed.db.select().from(events).where(eq(events.workspaceId, bed.eve.workspaceId));
    expect(taken).toHaveLength(2);
  };
}

function clicks(method: 'GET' | 'HEAD'): Case {
  return async ({ ask, db, hers, eve }) => {
    const own = { workspaceId: eve.workspaceId, profileId: hers.profileId, messageId: hers.messageId };
    const token = shortToken();
    await db.insert(messageLinks).values({ ...own, n: 1, url: 'https://eve.example/' });
    await db.insert(linkTokens).values({ ...own, n: 1, token });
    const answer = await ask(method, `/c/${token}`);
    expect([answer.status, answer.headers.get('location')]).toEqual([302, 'https://eve.example/']);
    const told = await db.$count(messageEvents, eq(messageEvents.messageId, hers.messageId));
    expect(told).toBe(method === 'GET' ? 1 : 0);
  };
}

/** Eve's provider speaks of Ada's message, at Ada's address, and in the name of Ada's provider. */
async function callsBack({ ask, ada, eve, shop, hers, db, keys }: Bed): Promise<void> {
  const fact = { id: newId(), kind: 'replied', reference: shop.messageId, at: new Date().toISOString(), text: 'STOP' };
  const body = JSON.stringify({ events: [fact] });
  const tell = async (workspaceId: string, providerId: string) =>
    (await ask('POST', `/callbacks/${workspaceId}/${providerId}`, new Blob([body]), signed)).status;
  const signed = { [SIGNATURE_HEADER]: signatureOf(keyOf(hers.providerId), body) };
  expect(await tell(ada.workspaceId, hers.providerId)).toBe(404);
  expect(await tell(eve.workspaceId, shop.providerId)).toBe(404);
  expect(await tell(ada.workspaceId, shop.providerId)).toBe(403);
  expect(await tell(eve.workspaceId, hers.providerId)).toBe(204);
  const account = ({ id }: { id: string }) => ({ id, config: { url: ORIGIN, account: id, key: keyOf(id) } });
  const addressHash = addressHashBy(keys.of('suppressions'));
  await processCallbacks({ db, clock: databaseClock, adapters: providerAdapters(), account, addressHash });
  const [kept] = await db.select().from(callbacks).where(eq(callbacks.workspaceId, eve.workspaceId));
  expect(kept?.processedAt).toBeTypeOf('number');
}

function isTheSameForAll(path: string, status = 200): Case {
  return async ({ ask, ada }) => {
    const [open, member] = [await ask('GET', path, undefined, {}), await ada.ask('GET', `/${path}`)];
    expect([open.status, member.status]).toEqual([status, status]);
    const said = (answer: string) => answer.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'an id');
    const [theirs, hers] = [await open.text(), await member.text()];
    expect(said(theirs)).toBe(said(hers));
    expect(theirs).not.toMatch(new RegExp(`${MARK}|${ada.workspaceId}`));
  };
}

let database: TestDatabase;
let server: TestServer;
let ada: Client;
let shop: Shop;
beforeAll(async () => {
  database = await aDatabase();
  server = await aServer({ sandbox: { url: ORIGIN, keyOf } }, database);
  ada = await server.member();
  shop = await fillShop(server.db, ada);
});
afterAll(() => database.drop());

/** Ada's shop, and one of somebody new beside it. */
async function setUp(name: string) {
  const { app, db, keys, member, signInLink } = server;
  const eve = await member();
  const hers = await fillShop(db, eve);
  await db
    .update(messages)
    .set({ address: NUMBER, sendingAt: Date.now(), state: 'accepted' })
    .where(inArray(messages.id, [shop.messageId, hers.messageId]));
  const { writeKey } = await read(
    eve.ask('POST', '/sources', { name: 'Eve', kind: 'server' }),
    z.object({ writeKey: z.string() }),
  );
  const [method = '', path = ''] = name.split(' ');
  return {
    ...{ app, db, keys, ada, eve, shop, hers, writeKey, signInLink },
    route: [method, path] as const,
    /** Without a cookie, as somebody who has the address. */
    ask: async (verb: string, at: string, body?: unknown, headers: Record<string, string> = {}) =>
      app.request(`${ORIGIN}${at}`, {
        method: verb,
        headers: { host: 'localhost:4600', 'user-agent': BROWSER, 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: body instanceof Blob ? body : JSON.stringify(body) }),
      }),
    async call({ workspaceId }: Client, { profileId, runId }: Shop): Promise<CallId> {
      const id = newId<CallId>();
      const own = { workspaceId, profileId, id, runId, step: 'sms', visit: 1, nodeType: 'any', input: {} };
      const at = Date.now();
      await db.insert(calls).values({ ...own, state: 'waiting-for-callback', dueAt: at, plannedAt: at });
      return id;
    },
  };
}

it('serves no route that is neither described and in a workspace nor has a case here', async () => {
  const { app } = server;
  const described = listed(apiDocument(app)).filter(({ path }) => path.startsWith('/api/w/{workspaceId}/'));
  const inWorkspace = described.map(({ method, path }) => `${method} ${path.replace(/\{(\w+)\}/g, ':$1')}`);
  const served = (of: (method: string) => boolean) => app.routes.filter(({ method }) => of(method));
  const routes = served((method) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`);
  expect([...new Set(routes)].sort()).toEqual([...inWorkspace, ...Object.keys(cases)].sort());
  const ahead = new Set(served((method) => method === 'ALL').map(({ path }) => path));
  expect([...ahead].sort()).toEqual([...before].sort());
});

it.each(Object.keys(cases))('gives nothing of another workspace and changes nothing there: %s', async (name) => {
  const bed = await setUp(name);
  const untouched = await everythingOf(bed.db, bed.ada.workspaceId);
  await cases[name]?.(bed);
  expect(await everythingOf(bed.db, bed.ada.workspaceId)).toBe(untouched);
});
