import type { EventId, MessageId, RunId } from '@wend/engine';
import { eq, sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { causeOf, type Database } from '../../server/database/index.ts';
import { newId } from '../../server/ids/index.ts';
import { recordFacts } from '../../server/messages/facts-of-messages.ts';
import { MOST } from '../../server/metrics/activity-feed.ts';
import { conversions, members, providers, runs } from '../../server/tables/index.ts';
import { anAddress } from '../harness/an-address.ts';
import { aDatabase } from '../harness/index.ts';
import { aServer, type Client } from './a-server.ts';
import { fillShop, read, type Shop } from './a-shop.ts';

interface Sent {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: string;
}

/** An EventSource, as far as we need one: reads events until one fits, and keeps what came before. */
async function listen({ ask }: Client, path: string, lastEventId?: string) {
  const answer = await ask('GET', path, undefined, lastEventId === undefined ? {} : { 'last-event-id': lastEventId });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) throw new Error('No stream');
  let text = '';
  const seen: Sent[] = [];
  return {
    type: answer.headers.get('content-type'),
    seen,
    async until(fits: (sent: Sent) => boolean): Promise<Sent> {
      for (;;) {
        const end = text.indexOf('\n\n');
        if (end < 0) {
          const { value, done } = await reader.read();
          if (done) throw new Error('The stream ended');
          text += value;
          continue;
        }
        const sent = parse(text.slice(0, end));
        text = text.slice(end + 2);
        seen.push(sent);
        if (fits(sent)) return sent;
      }
    },
    /** Resolves when the server ends it. */
    async ended(): Promise<void> {
      while (!(await reader.read()).done);
    },
    close: () => reader.cancel(),
  };
}

function parse(block: string): Sent {
  const fields = new Map(
    block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  );
  return { event: fields.get('event') ?? '', id: fields.get('id'), data: fields.get('data') ?? '' };
}

it('streams numbers and what happens, and who comes back hears what happened meanwhile, once', async () => {
  const { member, db } = await aServer();
  const client = await member();
  const { journeyId, runId, messageId } = await fillShop(db, client);
  const path = `/journeys/${journeyId}/stream`;
  const first = await listen(client, path);
  expect(first.type).toMatch('text/event-stream');
  const numbers = await first.until(({ event }) => event === 'numbers');
  expect(JSON.parse(numbers.data)).toMatchObject({ entered: 0, matcherBehindMs: 0, steps: {} });
  await db.execute(sql`update messages set sending_at = now(), state = 'sending' where run_id = ${runId}`);
  const sent = await first.until(({ event }) => event === 'activity');
  expect(JSON.parse(sent.data)).toMatchObject({ kind: 'sent', runId });
  await first.close();

  await click(db, client, messageId, Date.now());
  const again = await listen(client, path, sent.id);
  const clicked = await again.until(({ event }) => event === 'activity');
  expect(JSON.parse(clicked.data)).toMatchObject({ kind: 'clicked', runId });
  await again.until(({ event }) => event === 'alive');
  await again.until(({ event }) => event === 'alive');
  expect(again.seen.filter(({ event }) => event === 'activity')).toHaveLength(1);
  expect(again.seen.filter(({ event }) => event === 'numbers')).toHaveLength(1);
  await again.close();
});

it('tells a goal that was reached an hour ago, and a click that a provider tells late', async () => {
  const { member, db } = await aServer();
  const client = await member();
  const shop = await fillShop(db, client);
  const { until, close } = await listen(client, `/journeys/${shop.journeyId}/stream`);
  await until(({ event }) => event === 'alive');
  const hourAgo = Date.now() - 3_600_000;
  await db.insert(conversions).values({
    workspaceId: client.workspaceId,
    profileId: shop.profileId,
    runId: shop.runId,
    goal: 0,
    journeyId: shop.journeyId,
    journeyVersionId: shop.versionId,
    eventId: newId<EventId>(),
    at: hourAgo,
  });
  const goal = await until(({ event }) => event === 'activity');
  expect(JSON.parse(goal.data)).toMatchObject({ kind: 'converted', at: new Date(hourAgo).toISOString() });
  await click(db, client, shop.messageId, hourAgo);
  const clicked = await until(({ event }) => event === 'activity');
  expect(JSON.parse(clicked.data)).toMatchObject({ kind: 'clicked', at: new Date(hourAgo).toISOString() });
  await close();
});

it('tells what is committed late, each of many of one instant, and every one of a crowd, once', async () => {
  const { member, db } = await aServer();
  const client = await member();
  const shop = await fillShop(db, client);
  const { until, seen, close } = await listen(client, `/journeys/${shop.journeyId}/stream`);
  await until(({ event }) => event === 'alive');
  const at = Date.now();
  const newer = await enter(db, client, shop, 1, at);
  await until(({ event }) => event === 'activity');
  const late = await enter(db, client, shop, 1, at - 20_000);
  const crowd = await enter(db, client, shop, 450, at);
  const all = [...newer, ...late, ...crowd];
  await until(() => activities(seen).length >= all.length);
  await until(({ event }) => event === 'alive');
  await until(({ event }) => event === 'alive');
  expect(
    activities(seen)
      .map(({ runId }) => runId)
      .sort(),
  ).toEqual(all.sort());
  await close();
});

it('tells who comes back what they did not get, be it of the same instant, and nothing that they got', async () => {
  const { member, db } = await aServer();
  const client = await member();
  const shop = await fillShop(db, client);
  const path = `/journeys/${shop.journeyId}/stream`;
  const first = await listen(client, path);
  await first.until(({ event }) => event === 'alive');
  const at = Date.now();
  const entered = await enter(db, client, shop, 60, at);
  const last = await first.until(() => activities(first.seen).length === 25);
  await first.close();
  const missed = await enter(db, client, shop, 1, at - 20_000);
  const again = await listen(client, path, last.id);
  await again.until(() => activities(again.seen).length === 36);
  await again.until(({ event }) => event === 'alive');
  await again.until(({ event }) => event === 'alive');
  const told = [...activities(first.seen), ...activities(again.seen)].map(({ runId }) => runId);
  expect(told.sort()).toEqual([...entered, ...missed].sort());
  await again.close();
});

it('leaves out nothing for who comes back to a server that was started anew', async () => {
  const database = await aDatabase();
  const server = await aServer({}, database);
  const client = await server.member();
  const shop = await fillShop(server.db, client);
  const path = `/journeys/${shop.journeyId}/stream`;
  const first = await listen(client, path);
  await first.until(({ event }) => event === 'alive');
  await enter(server.db, client, shop, 3, Date.now());
  const last = await first.until(() => activities(first.seen).length === 2);
  await first.close();
  const missed = await enter(server.db, client, shop, 1, Date.now());
  const place = last.id?.replace(/^[^.]+/, newId()) ?? '';
  const again = await listen(client, path, place);
  await again.until(({ event }) => event === 'alive');
  const ids = [...activities(first.seen), ...activities(again.seen)].map(({ id }) => id);
  expect(new Set(ids).size).toBeGreaterThanOrEqual(4);
  expect(ids).toContain(`entered ${missed[0]}`);
  await again.close();
});

it('goes on with what happens now after a crowd that nobody can follow, also for who comes back', async () => {
  const { member, db } = await aServer();
  const client = await member();
  const shop = await fillShop(db, client);
  const path = `/journeys/${shop.journeyId}/stream`;
  const { until, seen, close } = await listen(client, path);
  await until(({ event }) => event === 'alive');
  const at = Date.now();
  await db.transaction(async (tx) => {
    for (let left = MOST + 1; left > 0; left -= 1_000) await enter(tx, client, shop, Math.min(left, 1_000), at);
  });
  const last = await until(() => activities(seen).length === 200);
  await until(({ event }) => event === 'alive');
  const [next = ''] = await enter(db, client, shop, 1, Date.now());
  await until(({ data }) => data.includes(next));
  expect(activities(seen)).toHaveLength(201);
  await close();
  const again = await listen(client, path, last.id);
  await again.until(({ data }) => data.includes(next));
  expect(activities(again.seen)).toHaveLength(1);
  await again.close();
});

it('sends new numbers when they change', async () => {
  const { member, db } = await aServer();
  const client = await member();
  const { journeyId, versionId } = await fillShop(db, client);
  const { until, close } = await listen(client, `/journeys/${journeyId}/stream`);
  await until(({ event }) => event === 'numbers');
  await db.execute(sql`
    insert into counters (workspace_id, journey_id, journey_version_id, step, kind, port, shard, count)
    values (${client.workspaceId}, ${journeyId}, ${versionId}, 'entry', 'entered', '', 0, 3)`);
  const { data } = await until(({ event }) => event === 'numbers');
  expect(JSON.parse(data)).toMatchObject({ entered: 3, inside: 3 });
  await close();
});

const signOut = ({ client }: Opened) => client.ask('POST', '//api/sign-out');
const leave = ({ db, client }: Opened) => db.delete(members).where(eq(members.userId, client.userId));
const expire = ({ db }: Opened) => db.execute(sql`update sessions set expires_at = now() - interval '1 second'`);

it.each([
  ['signed out', signOut],
  ['left the workspace', leave],
  ['let the session run out', expire],
])('ends for who has %s, whatever they had open', async (_, go) => {
  const opened = await openStreams();
  await go(opened);
  await Promise.all(opened.streams.map((stream) => stream.ended()));
  expect((await opened.client.ask('GET', '/journeys')).status).not.toBe(200);
});

it('ends for a program whose key is revoked, and goes on for everybody else', async () => {
  const { db, client, journeyId, messageId, streams } = await openStreams();
  const { id, key } = await read(client.ask('POST', '/keys', { name: 'Robot', role: 'viewer' }), keyed);
  const program = {
    ...client,
    ask: (method: string, path: string) => client.ask(method, path, undefined, { authorization: `Bearer ${key}` }),
  };
  const theirs = await listen(program, `/journeys/${journeyId}/stream`);
  await theirs.until(({ event }) => event === 'alive');
  await client.ask('DELETE', `/keys/${id}`);
  await theirs.ended();
  await click(db, client, messageId, Date.now());
  await streams[0]?.until(({ event }) => event === 'activity');
  for (const stream of streams) await stream.close();
});

it('tells who listens nothing of a fault, and the log its cause', async () => {
  const { db, errors, streams } = await openStreams();
  await db.execute(sql`alter table counters rename to mislaid`);
  await streams[0]?.ended();
  expect(JSON.stringify(streams[0]?.seen)).not.toMatch(/counters|mislaid|select/);
  expect(errors.map(causeOf)).toEqual(['relation "counters" does not exist']);
  await streams[1]?.close();
});

const activity = z.object({ id: z.string(), runId: z.string() });
const activities = (seen: readonly Sent[]) =>
  seen.filter(({ event }) => event === 'activity').map(({ data }) => activity.parse(JSON.parse(data)));

/** A click as it is recorded. */
async function click(db: Database, { workspaceId }: Client, messageId: MessageId, at: number): Promise<void> {
  const fact = { workspaceId, messageId, kind: 'clicked', dedupe: newId(), at, machine: false, detail: {} } as const;
  await db.transaction((tx) => recordFacts(tx, [fact]));
}

/** So many more runs of the shop's person, as if entered at this instant. */
async function enter(
  db: Pick<Database, 'insert'>,
  { workspaceId }: Client,
  { profileId, journeyId, versionId: journeyVersionId }: Shop,
  count: number,
  at: number,
): Promise<readonly string[]> {
  const since = { arrivedAt: at, enteredAt: at, createdAt: at, dueAt: at + 3_600_000 };
  const entry = { name: 'Signed Up', properties: {}, at };
  const ids = Array.from({ length: count }, () => newId<RunId>());
  const own = { workspaceId, profileId, journeyId, journeyVersionId, ...since, entry };
  await db.insert(runs).values(ids.map((id) => ({ ...own, id, entryKey: id })));
  return ids;
}

type Opened = Awaited<ReturnType<typeof openStreams>>;
const keyed = z.object({ id: z.string(), key: z.string() });

/** A member who looks at live numbers and at the test phone. */
async function openStreams() {
  const { member, db, errors } = await aServer({ sandbox: await aQuietSandbox() });
  const client = await member();
  const { journeyId, messageId } = await fillShop(db, client);
  const account = { channel: 'sms', adapter: 'sandbox-sms', name: 'Sandbox', rate: 10 } as const;
  const at = Date.now();
  const { workspaceId } = client;
  await db.insert(providers).values({ ...account, workspaceId, id: newId(), nextFreeAt: at, createdAt: at });
  const streams = [await listen(client, `/journeys/${journeyId}/stream`), await listen(client, '/sandbox/stream')];
  for (const stream of streams) await stream.until(({ event }) => event === 'alive');
  return { db, errors, client, journeyId, messageId, streams };
}

/** A phone on which nothing lands. */
async function aQuietSandbox() {
  const host = await anAddress((_, answer) =>
    answer.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders(),
  );
  return { url: `http://${host}`, keyOf: (id: string) => id };
}
