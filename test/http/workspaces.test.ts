import { sql } from 'drizzle-orm';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { apiDocument, listed } from '../../server/http/document.ts';
import { startSandbox } from '../../server/sandbox/index.ts';
import { aDatabase } from '../harness/index.ts';
import { aServer, questions } from './a-server.ts';
import { document, everythingOf, fillShop, MARK, read, type Shop } from './a-shop.ts';

interface Case {
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  /** Names nothing of anybody's: it answers with what is the asker's own. */
  readonly ownOnly?: true;
}
const noBody: Case = {};
const ifMatch = { 'if-match': '"1"' };
const aSegment = { name: 'Own', condition: { kind: 'all', of: [] } };

/** Every route of a workspace. A new one without a case fails; those of none stand in `public-routes.test.ts`. */
const cases: Readonly<Record<string, Case>> = {
  'GET /journeys': { ownOnly: true },
  'POST /journeys': { body: { document }, ownOnly: true },
  'GET /journeys/{journeyId}': noBody,
  'DELETE /journeys/{journeyId}': noBody,
  'PUT /journeys/{journeyId}/draft': { body: { document }, headers: ifMatch },
  'POST /journeys/{journeyId}/publish': { body: { note: '' }, headers: ifMatch },
  'POST /journeys/{journeyId}/preview': { body: { step: 'sms' } },
  'POST /journeys/{journeyId}/pause': noBody,
  'GET /journeys/{journeyId}/resume-preview': noBody,
  'POST /journeys/{journeyId}/resume': { body: { catchUp: { kind: 'now' } } },
  'POST /journeys/{journeyId}/stop': noBody,
  'POST /journeys/{journeyId}/duplicate': noBody,
  'POST /journeys/{journeyId}/enter': { body: { userId: 'ada' } },
  'POST /journeys/{journeyId}/entrances': noBody,
  'GET /journeys/{journeyId}/entrances': noBody,
  'GET /journeys/{journeyId}/versions': noBody,
  'GET /journeys/{journeyId}/numbers': noBody,
  'GET /journeys/{journeyId}/people': noBody,
  'GET /journeys/{journeyId}/stream': noBody,
  'GET /runs/{runId}': noBody,
  'POST /runs/{runId}/release': noBody,
  'POST /runs/{runId}/take-out': { body: { reason: '' } },
  'POST /runs/{runId}/retry': noBody,
  'GET /profiles': { ownOnly: true },
  'GET /profiles/{profileId}': noBody,
  'DELETE /profiles/{profileId}': noBody,
  'GET /profiles/{profileId}/events': noBody,
  'GET /messages': { ownOnly: true },
  'GET /events': { ownOnly: true },
  'GET /events/rejected': { ownOnly: true },
  'GET /events/parked': { ownOnly: true },
  'POST /events/retry': { ownOnly: true },
  'POST /events/{eventId}/retry': noBody,
  'POST /runs/retry': { ownOnly: true },
  'POST /journeys/{journeyId}/retry': noBody,
  'GET /sandbox/inbox': { ownOnly: true },
  'POST /sandbox/messages/{messageId}/reply': { body: { text: 'STOP' } },
  'GET /sandbox/stream': { ownOnly: true },
  'GET /sandbox/played': { ownOnly: true },
  'PUT /sandbox/played/{providerId}': { body: { honesty: 'opaque', rules: [] } },
  'GET /schema': { ownOnly: true },
  'GET /node-types': { ownOnly: true },
  'GET /providers': { ownOnly: true },
  'GET /lateness': { ownOnly: true },
  'GET /sources': { ownOnly: true },
  'POST /sources': { body: { name: 'Own', kind: 'server' }, ownOnly: true },
  'PUT /sources/{sourceId}/protected': { body: { attributes: ['tier'] } },
  'DELETE /sources/{sourceId}': noBody,
  'GET /segments': { ownOnly: true },
  'POST /segments': { body: aSegment, ownOnly: true },
  'GET /segments/{segmentId}': noBody,
  'PUT /segments/{segmentId}': { body: aSegment, headers: ifMatch },
  'POST /segments/{segmentId}/archive': noBody,
  'GET /segments/{segmentId}/size': noBody,
  'GET /segments/{segmentId}/people': noBody,
  'GET /secrets': { ownOnly: true },
  'PUT /secrets/{name}': { body: { value: 'mine' }, ownOnly: true },
  'GET /keys': { ownOnly: true },
  'POST /keys': { body: { name: 'Own', role: 'viewer' }, ownOnly: true },
  'DELETE /keys/{keyId}': noBody,
  'DELETE /secrets/{name}': { ownOnly: true },
};
const filled = (path: string, shop: Shop): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) =>
    name === 'name' ? MARK : String(Object.entries(shop).find(([key]) => key === name)?.[1]),
  );

async function setUp() {
  const database = await aDatabase();
  const sandbox = await startSandbox(database.db);
  onTestFinished(() => sandbox.close());
  const server = await aServer({ sandbox: { url: sandbox.url, keyOf: (id) => `key-of-${id}` } }, database);
  const prefix = '/api/w/{workspaceId}';
  const routes = listed(apiDocument(server.app))
    .filter(({ path }) => path.startsWith(prefix))
    .map(({ method, path }) => ({ method, path: path.slice(prefix.length) }));
  const ada = await server.member();
  return { ...server, routes, ada, shop: await fillShop(server.db, ada) };
}

it('has a case for every route', async () => {
  const { routes } = await setUp();
  expect(routes.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(Object.keys(cases).sort());
});

it('answers a member of another workspace with nothing, on every route, whichever workspace the path names', async () => {
  const { routes, ada, shop, member, db } = await setUp();
  const eve = await member();
  const before = await everythingOf(db, ada.workspaceId);
  for (const { method, path } of routes) {
    const { body, headers, ownOnly } = cases[`${method} ${path}`] ?? noBody;
    const foreign = await eve.ask(method, `//api/w/${ada.workspaceId}${filled(path, shop)}`, body, headers);
    expect([foreign.status, method, path]).toEqual([404, method, path]);
    expect(await foreign.text()).not.toContain(MARK);
    const own = await eve.ask(method, filled(path, shop), body, headers);
    if (!ownOnly) expect([own.status, method, path]).toEqual([404, method, path]);
    else if (method === 'GET') expect(own.status).toBe(200);
    const said = await own.text();
    if (method === 'GET') expect(said).not.toContain(MARK);
    for (const id of Object.values(shop)) expect(said).not.toContain(id);
  }
  expect(await everythingOf(db, ada.workspaceId)).toBe(before);
});

it('finds nothing of another workspace by an id that is asked for beside the path', async () => {
  const { shop, member } = await setUp();
  const eve = await member();
  await eve.ask('POST', '/journeys', { document });
  const { items } = await read(eve.ask('GET', '/journeys'), z.object({ items: z.array(z.object({ id: z.string() })) }));
  const own = items[0]?.id ?? '';
  for (const path of [
    `/messages?journey=${shop.journeyId}`,
    `/messages?profile=${shop.profileId}`,
    `/messages?cursor=${shop.messageId}`,
    `/profiles?cursor=${shop.profileId}`,
    `/profiles?q=${MARK}`,
    `/events?q=${MARK}`,
    `/journeys/${own}/numbers?version=${shop.versionId}`,
    `/journeys/${own}/people?cursor=${shop.runId}`,
  ]) {
    const answer = await eve.ask('GET', path);
    const said = await answer.text();
    expect([path, answer.status]).toEqual([path, 200]);
    expect(said).not.toContain(MARK);
    for (const id of Object.values(shop)) expect(said).not.toContain(id);
  }
});

it('takes what a person looks for as text', async () => {
  const { ada } = await setUp();
  for (const path of ['/events?q=%25', '/profiles?q=%25', '/events?q=_anzibar', '/profiles?q=_anzibar'])
    expect(await read(ada.ask('GET', path), z.looseObject({ items: z.array(z.unknown()) }))).toEqual({ items: [] });
  for (const path of ['/events?q=ANZIB', '/profiles?q=ANZIB'])
    expect((await read(ada.ask('GET', path), z.looseObject({ items: z.array(z.unknown()) }))).items).toHaveLength(1);
});

it('answers nobody who has not signed in', async () => {
  const { routes, ada, shop, app } = await setUp();
  for (const { method, path } of routes) {
    const url = `http://localhost:4600/api/w/${ada.workspaceId}${filled(path, shop)}`;
    const answer = await app.request(url, { method, headers: { host: 'localhost:4600' } });
    expect([answer.status, method, path]).toEqual([401, method, path]);
  }
});

it('lets a viewer read everything and change nothing', async () => {
  const { routes, ada, shop, member, db } = await setUp();
  const viewer = await member('viewer');
  await db.execute(
    sql`insert into members (workspace_id, user_id, role, created_at) values (${ada.workspaceId}, ${viewer.userId}, 'viewer', now())`,
  );
  const before = await everythingOf(db, ada.workspaceId);
  for (const { method, path } of routes.filter(({ path }) => !path.endsWith('/stream'))) {
    const { body, headers } = cases[`${method} ${path}`] ?? noBody;
    const isRead = method === 'GET' || questions.has(`${method} ${path}`);
    const answer = await viewer.ask(method, `//api/w/${ada.workspaceId}${filled(path, shop)}`, body, headers);
    expect([answer.status, method, path]).toEqual([isRead ? 200 : 403, method, path]);
  }
  expect(await everythingOf(db, ada.workspaceId)).toBe(before);
});
