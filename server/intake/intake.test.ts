import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { brandId, type SourceId, type WorkspaceId } from '@wend/engine';
import { eq } from 'drizzle-orm';
import type { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { aDatabase } from '../../test/harness/index.ts';
import { VirtualClock } from '../clock/index.ts';
import { newId } from '../ids/index.ts';
import { eventQueue, events, rejectedEvents, sources, workspaces } from '../tables/index.ts';
import { acceptEvents, intakeRoutes, newWriteKey, writeKeyHash } from './index.ts';

const noon = Date.UTC(2025, 2, 1, 12);
const minute = 60_000;
let database: Awaited<ReturnType<typeof aDatabase>>;
let clock: VirtualClock;
let app: Hono;
let workspaceId: WorkspaceId;
let key: string;

const answer = z.object({
  success: z.literal(true),
  accepted: z.number(),
  rejected: z.array(
    z.object({ index: z.number(), messageId: z.string().optional(), reason: z.string(), field: z.string().optional() }),
  ),
});

beforeAll(async () => {
  database = await aDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  clock = new VirtualClock(noon);
  app = intakeRoutes({ db: database.db, clock });
  workspaceId = newId<WorkspaceId>();
  await database.db.insert(workspaces).values({ id: workspaceId, name: 'Shop', createdAt: noon });
  key = await aSource('server');
});

async function aSource(kind: 'browser' | 'server', revokedAt?: number): Promise<string> {
  const writeKey = newWriteKey();
  const values = {
    workspaceId,
    id: newId<SourceId>(),
    name: kind,
    kind,
    keyHash: writeKeyHash(writeKey),
    keyHint: writeKey.slice(-4),
    createdAt: noon,
  };
  await database.db.insert(sources).values({ ...values, revokedAt: revokedAt ?? null });
  return writeKey;
}

function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const raw = typeof body === 'string' || body instanceof Buffer ? body : JSON.stringify(body);
  return Promise.resolve(
    app.request(path, {
      method: 'POST',
      body: raw,
      headers: { authorization: `Basic ${btoa(`${key}:`)}`, ...headers },
    }),
  );
}

async function accepted(
  path: string,
  body: unknown,
  headers?: Record<string, string>,
): Promise<z.infer<typeof answer>> {
  const response = await post(path, body, headers);
  expect(response.status).toBe(200);
  return answer.parse(await response.json());
}

const stored = () => database.db.select().from(events).where(eq(events.workspaceId, workspaceId)).orderBy(events.id);
const track = (more: object = {}) => ({ type: 'track', event: 'Order Completed', userId: 'ada', ...more });

it('stores an event with its place in the queue and answers success', async () => {
  expect(
    await accepted('/track', {
      event: 'Order Completed',
      userId: 'ada',
      messageId: 'm1',
      properties: { revenue: 12.5 },
    }),
  ).toEqual({ success: true, accepted: 1, rejected: [] });
  expect(await stored()).toMatchObject([
    {
      messageId: 'm1',
      type: 'track',
      name: 'Order Completed',
      userId: 'ada',
      properties: { revenue: 12.5 },
      at: noon,
      receivedAt: noon,
      historical: false,
    },
  ]);
  const queue = await database.db.select().from(eventQueue).where(eq(eventQueue.workspaceId, workspaceId));
  expect(queue).toMatchObject([{ stage: 'learn', profileId: null, receivedAt: noon }]);
});

it.each([
  ['/t', 'track', 'Order Completed'],
  ['/track', 'track', 'Order Completed'],
  ['/i', 'identify', 'identify'],
  ['/identify', 'identify', 'identify'],
  ['/p', 'page', 'Page Viewed'],
  ['/page', 'page', 'Page Viewed'],
  ['/s', 'screen', 'Screen Viewed'],
  ['/screen', 'screen', 'Screen Viewed'],
  ['/g', 'group', 'group'],
  ['/group', 'group', 'group'],
  ['/a', 'alias', 'alias'],
  ['/alias', 'alias', 'alias'],
])('takes %s as %s', async (path, type, name) => {
  await accepted(
    path,
    { event: 'Order Completed', userId: 'ada', previousId: 'x', writeKey: key },
    { authorization: '' },
  );
  expect(await stored()).toMatchObject([{ type, name }]);
});

it('keeps the good events of a batch and says which ones were refused and why', async () => {
  const batch = [
    track(),
    { type: 'track', userId: 'ada' },
    track({ messageId: 'bad', properties: { note: 'a\0b' } }),
    { type: 'nonsense' },
    track({ userId: undefined }),
  ];
  const { accepted: count, rejected } = await accepted('/batch', { batch });
  expect(count).toBe(1);
  expect(rejected.map(({ index, messageId, field }) => ({ index, messageId, field }))).toEqual([
    { index: 1, messageId: undefined, field: 'event' },
    { index: 2, messageId: 'bad', field: 'properties.note' },
    { index: 3, messageId: undefined, field: 'type' },
    { index: 4, messageId: undefined, field: 'userId' },
  ]);
  const seen = await database.db
    .select()
    .from(rejectedEvents)
    .where(eq(rejectedEvents.workspaceId, workspaceId))
    .orderBy(rejectedEvents.id);
  expect(seen).toHaveLength(4);
  expect(seen[1]).toMatchObject({ field: 'properties.note', reason: 'A text holds a NUL character' });
  expect(seen[1]?.excerpt).toContain('Order Completed');
  expect(seen.map(({ userId }) => userId)).toEqual(['ada', 'ada', null, null]);
});

it('stores a message once however often it is sent', async () => {
  const twice = track({ messageId: 'once' });
  await accepted('/batch', { batch: [twice, twice] });
  await Promise.all([accepted('/batch', { batch: [twice] }), accepted('/batch', { batch: [twice] })]);
  expect(await stored()).toHaveLength(1);
});

it('answers the first id of a message that came before', async () => {
  const source = { kind: 'product' } as const;
  const first = await acceptEvents({ db: database.db, clock }, workspaceId, source, [track({ messageId: 'm' })]);
  const again = await acceptEvents({ db: database.db, clock }, workspaceId, source, [track({ messageId: 'm' })]);
  expect(again.eventIds).toEqual(first.eventIds);
});

const deep = `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`;
it.each([
  ['NUL bytes in values', '{"type":"track","event":"E","userId":"a","properties":{"x":"\\u0000"}}'],
  ['NUL bytes in keys', '{"type":"track","event":"E","userId":"a","properties":{"\\u0000":1}}'],
  ['NUL bytes in ids', '{"type":"track","event":"E","userId":"a\\u0000"}'],
  ['NUL bytes in the message id', '{"type":"track","event":"E","userId":"a","messageId":"a\\u0000"}'],
  ['lone surrogates', '{"type":"track","event":"E","userId":"a","properties":{"x":"\\ud800"}}'],
  ['lone surrogates in the name', '{"type":"track","event":"\\udc00","userId":"a"}'],
  ['depth', `{"type":"track","event":"E","userId":"a","properties":${deep}}`],
  ['__proto__', '{"type":"track","event":"E","userId":"a","properties":{"__proto__":{"admin":true}}}'],
  ['1e400', '{"type":"track","event":"E","userId":"a","properties":{"revenue":1e400}}'],
  ['a year nobody can store', '{"type":"track","event":"E","userId":"a","timestamp":"-200000-01-01T00:00:00Z"}'],
  ['a time that is none', '{"type":"track","event":"E","userId":"a","timestamp":"yesterday"}'],
  [
    'many keys',
    `{"type":"track","event":"E","userId":"a","properties":{${Array.from({ length: 40_000 }, (_, n) => `"k${n}":1`).join()}}}`,
  ],
  ['more than 32 KB', JSON.stringify(track({ properties: { text: 'x'.repeat(33_000) } }))],
  ['an object as id', '{"type":"track","event":"E","userId":{"$ne":1}}'],
  ['an array as event', '[1,2]'],
  ['null as event', 'null'],
  ['reserved names', '{"type":"track","event":"$enter:abc","userId":"a"}'],
])('refuses %s, keeps the neighbour and never fails', async (_, hostile) => {
  const { accepted: count, rejected } = await accepted('/batch', `{"batch":[${hostile},${JSON.stringify(track())}]}`);
  expect({ count, at: rejected.map(({ index }) => index) }).toEqual({ count: 1, at: [0] });
  expect(await stored()).toHaveLength(1);
  const [seen] = await database.db.select().from(rejectedEvents).where(eq(rejectedEvents.workspaceId, workspaceId));
  expect(Buffer.byteLength(seen?.excerpt ?? '')).toBeLessThanOrEqual(4_096);
});

const notTimes: readonly unknown[] = [
  true,
  {},
  -1,
  1e18,
  '1',
  '24:00',
  '2025-02-30',
  '2025-02-30T00:00:00Z',
  '2025-13-01',
  '10000-01-01T00:00:00Z',
  '1969-12-31T23:59:59Z',
  'Mon, 03 Mar 2025',
];

it.each(notTimes)('refuses %j as a time', async (timestamp) => {
  const { rejected } = await accepted('/batch', { batch: [track({ timestamp })] });
  const reason = 'Not a point in time (ISO 8601, or milliseconds) between 1970 and 9999';
  expect(rejected).toEqual([{ index: 0, reason, field: 'timestamp' }]);
});

it.each([
  [
    'an id that is neither text nor number',
    { userId: true },
    'An id is a text of at most 255 characters, or a number',
    'userId',
  ],
  [
    'an id without end',
    { userId: 'a'.repeat(256) },
    'An id is a text of at most 255 characters, or a number',
    'userId',
  ],
  ['an event that has no text as its name', { event: 5 }, 'Not a text', 'event'],
  ['a type of nobody', { type: 'purchase' }, 'A type is track, identify, page, screen, group or alias', 'type'],
  [
    'a time in seconds',
    { timestamp: 1_764_500_000 },
    'A number counts milliseconds since 1970; this one reads like seconds',
    'timestamp',
  ],
])('says in a sentence why it refuses %s', async (_, given, reason, field) => {
  const { rejected } = await accepted('/batch', { batch: [track(given)] });
  expect(rejected).toEqual([{ index: 0, reason, field }]);
});

it.each([
  ['2025-03-01T11:30:00', noon - 30 * minute],
  ['2025-03-01 11:30:00.250Z', noon - 30 * minute + 250],
  ['2025-03-01T12:30:00.123456+01:00', noon - 30 * minute + 123],
  ['2025-03-01', noon - 720 * minute],
  [noon - minute, noon - minute],
  ['9999-12-31T23:59:59.999Z', noon],
])('reads the time %s, as UTC where it has no zone', async (timestamp, at) => {
  await accepted('/track', track({ timestamp }));
  expect(await stored()).toMatchObject([{ at }]);
});

it('keeps the last of two values of one name, as JSON is read everywhere', async () => {
  await accepted('/batch', '{"batch":[{"type":"track","event":"E","userId":"a","userId":"b"}]}');
  expect(await stored()).toMatchObject([{ userId: 'b' }]);
});

it.each([
  ['x', 0, 1],
  ['x', 1, 0],
  ['é', 0, 1],
  ['é', 2, 0],
])('draws the line at 32 KB of %s, %i bytes more', async (letter, more, count) => {
  const empty = JSON.stringify(track({ messageId: 'm', properties: { text: '' } })).length;
  const bytes = Buffer.byteLength(letter);
  const text = `${letter.repeat(Math.floor((32_768 - empty + more) / bytes))}${'x'.repeat((32_768 - empty) % bytes)}`;
  expect(
    (await accepted('/track', { messageId: 'm', event: 'Order Completed', userId: 'ada', properties: { text } }))
      .accepted,
  ).toBe(count);
});

it('takes a batch of none', async () => {
  expect(await accepted('/batch', { batch: [] })).toEqual({ success: true, accepted: 0, rejected: [] });
});

it('takes the same fifty messages from twenty senders at once, in any order, once', async () => {
  const batch = Array.from({ length: 50 }, (_, n) => track({ messageId: `m${n}` }));
  const senders = Array.from({ length: 20 }, (_, n) =>
    accepted('/batch', { batch: n % 2 ? batch : [...batch].reverse() }),
  );
  expect((await Promise.all(senders)).every(({ accepted }) => accepted === 50)).toBe(true);
  expect(await stored()).toHaveLength(50);
});

it.each([
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
  ['GZIP', gzipSync],
])('inflates %s', async (encoding, compress) => {
  const body = compress(JSON.stringify({ batch: [track()] }));
  expect(await accepted('/batch', body, { 'content-encoding': encoding })).toMatchObject({ accepted: 1 });
});

it('keeps what is odd but fine', async () => {
  const odd = {
    '': 1,
    'a.b': '☕ \u{1F600}',
    constructor: { prototype: 1 },
    big: 1e308,
    tiny: 5e-324,
    minus: -0,
    quote: `'";--\\`,
  };
  await accepted('/track', track({ properties: odd, messageId: 'odd' }));
  expect((await stored())[0]?.properties).toEqual({ ...odd, minus: 0 });
});

it.each([
  ['no JSON', 'nonsense', {}, 400],
  ['no object', '[]', {}, 400],
  ['no batch', '{}', {}, 400],
  ['not UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), {}, 400],
  ['no such encoding', '{}', { 'content-encoding': 'zstd' }, 400],
  ['gzip that is none', '{}', { 'content-encoding': 'gzip' }, 400],
  ['an unknown key', '{"batch":[]}', { authorization: `Basic ${btoa('nobody:')}` }, 401],
  ['no key', '{"batch":[]}', { authorization: '' }, 401],
  ['a key with a NUL', '{"batch":[],"writeKey":"\\u0000"}', { authorization: '' }, 401],
  ['more than 500 KB', ' '.repeat(512_001), {}, 413],
  ['a torn gzip', gzipSync('{"batch":[]}').subarray(0, -6), { 'content-encoding': 'gzip' }, 400],
  ['one encoding in another', gzipSync(gzipSync('{}')), { 'content-encoding': 'gzip, gzip' }, 400],
  ['a deflate bomb', deflateSync(Buffer.alloc(50_000_000, ' ')), { 'content-encoding': 'deflate' }, 413],
  ['a brotli bomb', brotliCompressSync(Buffer.alloc(5_000_000, ' ')), { 'content-encoding': 'br' }, 413],
  ['UTF-16', Buffer.from('\ufeff{}', 'utf16le'), {}, 400],
  ['a gzip bomb', gzipSync(Buffer.alloc(50_000_000, ' ')), { 'content-encoding': 'gzip' }, 413],
  ['too many events', `{"batch":[${'0,'.repeat(6_000)}0]}`, {}, 400],
  ['endless depth', '['.repeat(400_000), {}, 400],
])('refuses a request with %s as a whole', async (_, body, headers, status) => {
  const response = await post('/batch', body, headers);
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(await response.json()).toMatchObject({ status, code: expect.any(String), detail: expect.any(String) });
});

it('refuses a revoked key', async () => {
  key = await aSource('server', noon);
  expect((await post('/track', track())).status).toBe(401);
});

it('inflates gzip whatever the content-type says', async () => {
  const body = gzipSync(JSON.stringify({ batch: [track()] }));
  expect(
    await accepted('/batch', body, { 'content-encoding': 'gzip', 'content-type': 'application/x-www-form-urlencoded' }),
  ).toMatchObject({ accepted: 1 });
});

it('corrects an event for the clock of its sender', async () => {
  // The sender's clock is an hour fast: it says 13:05 for what happened five minutes before it sent at 13:10.
  await accepted('/batch', { sentAt: '2025-03-01T13:10:00Z', batch: [track({ timestamp: '2025-03-01T13:05:00Z' })] });
  expect(await stored()).toMatchObject([
    { at: noon - 5 * minute, originalAt: noon + 65 * minute, sentAt: noon + 70 * minute, fromTheFuture: false },
  ]);
});

it('takes the given time where the sender does not say when it sent', async () => {
  await accepted('/track', track({ timestamp: '2025-03-01T11:00:00Z' }));
  expect(await stored()).toMatchObject([{ at: noon - 60 * minute }]);
});

it.each([
  [10 * minute, noon + 10 * minute, false],
  [10 * minute + 1, noon, true],
])('sets a time %i ms ahead to %i', async (ahead, at, fromTheFuture) => {
  await accepted('/track', track({ timestamp: new Date(noon + ahead).toISOString() }));
  expect(await stored()).toMatchObject([{ at, fromTheFuture }]);
});

it.each([
  [24 * 60 * minute, false],
  [24 * 60 * minute + 1, true],
])('calls an event %i ms old history: %s', async (age, historical) => {
  await accepted('/track', track({ timestamp: new Date(noon - age).toISOString() }));
  expect(await stored()).toMatchObject([{ historical }]);
});

it('calls everything imported history, with its time as given', async () => {
  await accepted('/import', { sentAt: '2025-03-01T15:00:00Z', batch: [track({ timestamp: '2025-03-01T11:59:00Z' })] });
  expect(await stored()).toMatchObject([{ historical: true, at: noon - minute }]);
});

it('keeps a device token with its person', async () => {
  const response = await app.request('/devices', {
    method: 'PUT',
    body: JSON.stringify({ writeKey: key, userId: 'ada', token: 'abc', type: 'ios' }),
  });
  expect(response.status).toBe(200);
  expect(await stored()).toMatchObject([
    { type: 'identify', userId: 'ada', context: { device: { token: 'abc', type: 'ios' } } },
  ]);
});

it('limits requests per key and says when to come back', async () => {
  app = intakeRoutes({ db: database.db, clock, limits: { perKey: { rate: 0.1, burst: 2 } } });
  const statuses = [await post('/track', track()), await post('/track', track()), await post('/track', track())];
  expect(statuses.map(({ status }) => status)).toEqual([200, 200, 429]);
  expect(Number(statuses[2]?.headers.get('retry-after'))).toBeGreaterThan(0);
});

it('limits requests per address, whether the key is known or not', async () => {
  app = intakeRoutes({
    db: database.db,
    clock,
    limits: { perAddress: { rate: 0.1, burst: 1 } },
  });
  await post('/track', track(), { authorization: '' });
  // Nobody becomes somebody else by saying so.
  for (const headers of [{}, { 'x-forwarded-for': '203.0.113.9' }, { forwarded: 'for=203.0.113.9' }])
    expect((await post('/track', track(), headers)).status).toBe(429);
});

it('lets a page send with a browser key and not with a server key', async () => {
  const fromPage = { origin: 'https://shop.example', 'sec-fetch-mode': 'cors' };
  const preflight = await app.request('/batch', {
    method: 'OPTIONS',
    headers: {
      ...fromPage,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    },
  });
  expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
  expect((await post('/track', track(), fromPage)).status).toBe(401);
  key = await aSource('browser');
  const answered = await post('/track', track(), fromPage);
  expect([answered.status, answered.headers.get('access-control-allow-origin')]).toEqual([200, '*']);
});

it('tells the browser library its settings, for a known key only', async () => {
  const known = await app.request(`http://wend.example/projects/${key}/settings`);
  expect(await known.json()).toMatchObject({
    integrations: { 'Segment.io': { apiKey: key, apiHost: 'wend.example/v1' } },
  });
  expect((await app.request('/projects/nobody/settings')).status).toBe(401);
});

it('keeps workspaces apart: one message id in two of them is two messages', async () => {
  await accepted('/track', track({ messageId: 'same' }));
  const other = brandId<WorkspaceId>(newId());
  await database.db.insert(workspaces).values({ id: other, name: 'Other', createdAt: noon });
  await acceptEvents({ db: database.db, clock }, other, { kind: 'product' }, [track({ messageId: 'same' })]);
  expect(await database.db.select().from(events).where(eq(events.messageId, 'same'))).toHaveLength(2);
});
