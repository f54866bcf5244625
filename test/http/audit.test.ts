import type { JourneyId, WaitId } from '@wend/engine';
import { eq, sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { z } from 'zod';
import type { Database } from '../../server/database/index.ts';
import { apiDocument, listed } from '../../server/http/document.ts';
import { newId } from '../../server/ids/index.ts';
import { auditLog, eventQueue, runs, waits } from '../../server/tables/index.ts';
import { anAddress } from '../harness/an-address.ts';
import { aServer, type Client, questions } from './a-server.ts';
import { document, fillShop, MARK, read, type Shop } from './a-shop.ts';

interface Scene {
  readonly db: Database;
  readonly client: Client;
  readonly shop: Shop;
}
interface Case {
  readonly path?: (scene: Scene) => string | Promise<string>;
  readonly before?: (scene: Scene) => Promise<unknown>;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly action: string;
  /** Of the row, where it is not made by the request. */
  readonly subject: (shop: Shop) => unknown;
}

const made = (kind: string) => () => expect.stringMatching(new RegExp(`^${kind}:[0-9a-f-]{36}$`));
const ofJourney = ({ journeyId }: Shop) => `journey:${journeyId}`;
const ofRun = ({ runId }: Shop) => `run:${runId}`;
const ofSegment = ({ segmentId }: Shop) => `segment:${segmentId}`;
const ifMatch = { 'if-match': '"1"' };
const aSegment = { name: 'Own', condition: { kind: 'all', of: [] } };
const pause = ({ client, shop }: Scene) => client.ask('POST', `/journeys/${shop.journeyId}/pause`);

/** Every route that changes something, and what the audit log says of it. A new one without a case fails. */
const cases: Readonly<Record<string, Case>> = {
  'POST /journeys': { body: { document }, action: 'journey.create', subject: made('journey') },
  'DELETE /journeys/{journeyId}': {
    path: async ({ client }) => `/journeys/${await aDraft(client)}`,
    action: 'journey.delete',
    subject: made('journey'),
  },
  'PUT /journeys/{journeyId}/draft': {
    body: { document },
    headers: ifMatch,
    action: 'journey.save-draft',
    subject: ofJourney,
  },
  'POST /journeys/{journeyId}/publish': {
    body: { note: '' },
    headers: ifMatch,
    action: 'journey.publish',
    subject: ofJourney,
  },
  'POST /journeys/{journeyId}/pause': { action: 'journey.pause', subject: ofJourney },
  'POST /journeys/{journeyId}/resume': {
    before: pause,
    body: { catchUp: { kind: 'now' } },
    action: 'journey.resume',
    subject: ofJourney,
  },
  'POST /journeys/{journeyId}/stop': { action: 'journey.stop', subject: ofJourney },
  'POST /journeys/{journeyId}/duplicate': { action: 'journey.create', subject: made('journey') },
  'POST /journeys/{journeyId}/enter': { body: { userId: 'ada' }, action: 'journey.enter', subject: ofJourney },
  'POST /journeys/{journeyId}/entrances': {
    before: enterBySegment,
    action: 'journey.let-in',
    subject: ofJourney,
  },
  'DELETE /profiles/{profileId}': {
    action: 'person.erase',
    subject: ({ profileId }) => `person:${profileId}`,
  },
  'POST /runs/{runId}/release': { before: openWait, action: 'run.release', subject: ofRun },
  'POST /runs/{runId}/take-out': { body: { reason: '' }, action: 'run.take-out', subject: ofRun },
  'POST /runs/{runId}/retry': { before: park, action: 'run.retry', subject: ofRun },
  'POST /runs/retry': { before: park, action: 'run.retry-all', subject: made('workspace') },
  'POST /journeys/{journeyId}/retry': { before: park, action: 'run.retry-all', subject: ofJourney },
  'POST /events/{eventId}/retry': {
    before: parkEvent,
    action: 'event.retry',
    subject: ({ eventId }) => `event:${eventId}`,
  },
  'POST /events/retry': { before: parkEvent, action: 'event.retry-all', subject: made('workspace') },
  'POST /sandbox/messages/{messageId}/reply': {
    body: { text: 'STOP' },
    action: 'sandbox.reply',
    subject: ({ messageId }) => `message:${messageId}`,
  },
  'PUT /sandbox/played/{providerId}': {
    body: { honesty: 'opaque', rules: [{ to: 'ada@', answer: { kind: 'hang' } }] },
    action: 'sandbox.play',
    subject: ({ providerId }) => `provider:${providerId}`,
  },
  'POST /sources': { body: { name: 'Own', kind: 'server' }, action: 'source.create', subject: made('source') },
  'PUT /sources/{sourceId}/protected': {
    path: async ({ client }) => {
      const asked = client.ask('POST', '/sources', { name: 'Page', kind: 'browser' });
      const { id } = await read(asked, z.object({ id: z.string() }));
      return `/sources/${id}/protected`;
    },
    body: { attributes: ['tier'] },
    action: 'source.protect',
    subject: made('source'),
  },
  'DELETE /sources/{sourceId}': { action: 'source.revoke', subject: ({ sourceId }) => `source:${sourceId}` },
  'POST /segments': { body: aSegment, action: 'segment.create', subject: made('segment') },
  'PUT /segments/{segmentId}': { body: aSegment, headers: ifMatch, action: 'segment.change', subject: ofSegment },
  'POST /segments/{segmentId}/archive': { action: 'segment.archive', subject: ofSegment },
  'PUT /secrets/{name}': { body: { value: 'mine' }, action: 'secret.put', subject: () => `secret:${MARK}` },
  'DELETE /secrets/{name}': { action: 'secret.remove', subject: () => `secret:${MARK}` },
  'POST /keys': { body: { name: 'Own', role: 'viewer' }, action: 'key.create', subject: made('key') },
  'DELETE /keys/{keyId}': { action: 'key.revoke', subject: ({ keyId }) => `key:${keyId}` },
};

async function aDraft({ ask }: Client): Promise<string> {
  return (await read(ask('POST', '/journeys', { document }), z.object({ id: z.string() }))).id;
}

async function openWait({ db, client: { workspaceId }, shop: { profileId, runId } }: Scene): Promise<void> {
  const wait = { step: 'sms', visit: 1, events: [], eventNames: [], reason: { text: 'Waits' } };
  const at = Date.now();
  await db
    .insert(waits)
    .values({ ...wait, workspaceId, profileId, runId, id: newId<WaitId>(), until: at, openedAt: at });
}

async function enterBySegment({ client: { ask }, shop: { journeyId, segmentId } }: Scene): Promise<void> {
  const entry = { kind: 'segment', segment: segmentId, when: 'asked' };
  await ask('PUT', `/journeys/${journeyId}/draft`, { document: { ...document, entry } }, ifMatch);
  await ask('POST', `/journeys/${journeyId}/publish`, {}, { 'if-match': '"2"' });
}

async function park({ db, shop: { runId } }: Scene): Promise<void> {
  await db.update(runs).set({ phase: 'parked', error: 'A fault' }).where(eq(runs.id, runId));
}

async function parkEvent({ db, client: { workspaceId }, shop: { eventId } }: Scene): Promise<void> {
  const at = Date.now();
  await db.insert(eventQueue).values({ workspaceId, eventId, partition: 0, receivedAt: at, parkedAt: at });
}

/** A phone that takes every answer. */
async function aSandbox() {
  const host = await anAddress((_, answer) => answer.writeHead(204).end());
  return { url: `http://${host}`, keyOf: (id: string) => id };
}

const filled = (path: string, shop: Shop): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) =>
    name === 'name' ? MARK : String(Object.entries(shop).find(([key]) => key === name)?.[1]),
  );

it('has a case for every route that changes something', async () => {
  const { app } = await aServer();
  const prefix = '/api/w/{workspaceId}';
  const writing = listed(apiDocument(app))
    .filter(({ method, path }) => method !== 'GET' && path.startsWith(prefix))
    .map(({ method, path }) => `${method} ${path.slice(prefix.length)}`)
    .filter((route) => !questions.has(route));
  expect(writing.sort()).toEqual(Object.keys(cases).sort());
});

it('writes down every change once: who, what, and of what', async () => {
  const { db, member } = await aServer({ sandbox: await aSandbox() });
  for (const [route, { before, path, body, headers, action, subject }] of Object.entries(cases)) {
    const client = await member();
    const scene = { db, client, shop: await fillShop(db, client) };
    await before?.(scene);
    const [method = '', template = ''] = route.split(' ');
    const url = (await path?.(scene)) ?? filled(template, scene.shop);
    const mine = db.select().from(auditLog).where(eq(auditLog.workspaceId, client.workspaceId));
    const earlier = new Set((await mine).map(({ id }) => id));
    const answer = await client.ask(method, url, body, headers);
    expect([route, answer.status]).toEqual([route, expect.toSatisfy((status: number) => status < 300)]);
    const rows = (await mine).filter(({ id }) => !earlier.has(id));
    expect([route, rows.map(({ actor, action, subject }) => ({ actor, action, subject }))]).toEqual([
      route,
      [{ actor: `user:${client.userId}`, action, subject: subject(scene.shop) }],
    ]);
  }
});

it('writes down nothing that was refused, and nothing that failed', async () => {
  const { db, member } = await aServer();
  const client = await member();
  const shop = await fillShop(db, client);
  const count = async () => db.$count(auditLog);
  const before = await count();
  const id = newId<JourneyId>();
  expect((await client.ask('POST', `/journeys/${id}/pause`)).status).toBe(404);
  expect((await client.ask('POST', `/journeys/${shop.journeyId}/resume`, { catchUp: { kind: 'now' } })).status).toBe(
    409,
  );
  expect(
    (await client.ask('PUT', `/journeys/${shop.journeyId}/draft`, { document }, { 'if-match': '"9"' })).status,
  ).toBe(412);
  await db.execute(sql`alter table runs rename to mislaid`);
  expect((await client.ask('POST', `/runs/${shop.runId}/take-out`, { reason: '' })).status).toBe(500);
  expect(await count()).toBe(before);
});
