import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { lateness } from '../../server/metrics/lateness.ts';
import { eventQueue, events, runs } from '../../server/tables/index.ts';
import { aServer } from './a-server.ts';
import { fillShop, MARK, read } from './a-shop.ts';

it('says that everything is up to date', async () => {
  const { db, member } = await aServer();
  const client = await member();
  await fillShop(db, client);
  expect(await read(client.ask('GET', '/lateness'), lateness)).toEqual({
    asOf: expect.any(String),
    eventsMs: 0,
    peopleMs: 0,
    messagesMs: 0,
    missing: [],
    silentProviders: [],
    people: { count: 0, first: [] },
    events: { count: 0, first: [] },
  });
});

it('names who is held up, what was set aside, which part is missing and which provider does not answer, of this workspace alone', async () => {
  const missing = [{ part: 'worker' as const, why: 'It does not answer.' }];
  const silentProviders: string[] = [];
  const { db, member } = await aServer({ readiness: async () => ({ ready: false, missing, silentProviders }) });
  const [client, other] = [await member(), await member()];
  const { runId, journeyId, profileId, providerId } = await fillShop(db, client);
  const elsewhere = await fillShop(db, other);
  silentProviders.push(providerId, elsewhere.providerId);
  await db.update(runs).set({ phase: 'parked', error: 'A fault' }).where(eq(runs.id, runId));
  const [event] = await db.select().from(events).where(eq(events.workspaceId, client.workspaceId));
  if (!event) throw new Error('The shop has an event');
  const queued = { workspaceId: client.workspaceId, eventId: event.id, partition: 0, receivedAt: event.receivedAt };
  await db.insert(eventQueue).values({ ...queued, error: 'No such day', parkedAt: event.receivedAt });
  await db.insert(eventQueue).values({ ...queued, workspaceId: other.workspaceId });
  const found = await read(client.ask('GET', '/lateness'), lateness);
  expect(found).toMatchObject({ eventsMs: 0, missing: ['worker'] });
  expect(found.silentProviders).toEqual([{ id: providerId, channel: 'sms', name: MARK }]);
  const person = { name: MARK, initials: expect.any(String) };
  expect(found.people).toEqual({
    count: 1,
    first: [{ runId, profileId, person, journeyId, journeyName: `Welcome to ${MARK}`, why: 'A fault' }],
  });
  expect(found.events).toEqual({
    count: 1,
    first: [{ id: event.id, name: MARK, type: 'track', receivedAt: expect.any(String), why: 'No such day' }],
  });
  const theirs = await read(other.ask('GET', '/lateness'), lateness);
  expect(theirs.eventsMs).toBeGreaterThanOrEqual(60_000);
  expect(theirs.people.count + theirs.events.count).toBe(0);
});
