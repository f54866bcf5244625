import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { pageOf } from '../../server/answers/index.ts';
import { numbers } from '../../server/metrics/numbers.ts';
import { parkedEvent } from '../../server/people/parked-events.ts';
import { retried } from '../../server/people/retry-all.ts';
import { eventQueue, events, runs } from '../../server/tables/index.ts';
import { aServer } from './a-server.ts';
import { fillShop, MARK, read } from './a-shop.ts';

it('tries everybody again whom a fault holds up: of one journey or of all, and nobody else', async () => {
  const { db, member } = await aServer();
  const [client, other] = [await member(), await member()];
  const [shop, elsewhere] = [await fillShop(db, client), await fillShop(db, other)];
  await db.update(runs).set({ phase: 'parked', error: 'A fault', claims: 5 });
  const phaseOf = async (id: typeof shop.runId) => (await db.select().from(runs).where(eq(runs.id, id)))[0];
  const counted = await read(client.ask('GET', `/journeys/${shop.journeyId}/numbers`), numbers);
  expect(counted.parked).toBe(1);
  expect(await read(client.ask('POST', `/journeys/${shop.journeyId}/retry`), retried)).toEqual({ retried: 1 });
  expect(await phaseOf(shop.runId)).toMatchObject({ phase: 'sending', error: null, claims: 0 });
  expect(await read(client.ask('POST', '/runs/retry'), retried)).toEqual({ retried: 0 });
  expect(await phaseOf(elsewhere.runId)).toMatchObject({ phase: 'parked' });
  expect(await read(other.ask('POST', '/runs/retry'), retried)).toEqual({ retried: 1 });
  expect(await phaseOf(elsewhere.runId)).toMatchObject({ phase: 'sending' });
});

it('lists events that were set aside with their fault, and puts one or all of them back into the line', async () => {
  let hints = 0;
  const { db, member } = await aServer({ hint: () => void (hints += 1) });
  const [client, other] = [await member(), await member()];
  const shop = await fillShop(db, client);
  await fillShop(db, other);
  const all = await db.select().from(events);
  const aside = { partition: 0, error: 'No such day', attempts: 5 };
  await db.insert(eventQueue).values(
    all.map(({ id, workspaceId, receivedAt }) => ({
      ...{ ...aside, workspaceId, eventId: id, receivedAt },
      parkedAt: receivedAt,
    })),
  );
  const listed = async () => (await read(client.ask('GET', '/events/parked'), pageOf(parkedEvent))).items;
  expect(await listed()).toEqual([
    { id: shop.eventId, name: MARK, type: 'track', receivedAt: expect.any(String), why: 'No such day' },
  ]);
  const inLine = async () =>
    (await db.select().from(eventQueue)).filter(({ parkedAt }) => parkedAt === null).map(({ eventId }) => eventId);
  const [theirs] = all.filter(({ id }) => id !== shop.eventId);
  expect((await client.ask('POST', `/events/${theirs?.id}/retry`)).status).toBe(404);
  expect((await client.ask('POST', `/events/${shop.eventId}/retry`)).status).toBe(204);
  expect([await inLine(), hints, await listed()]).toEqual([[shop.eventId], 1, []]);
  const [row] = await db.select().from(eventQueue).where(eq(eventQueue.eventId, shop.eventId));
  expect(row).toMatchObject({ attempts: 0, error: null });
  expect(await read(other.ask('POST', '/events/retry'), retried)).toEqual({ retried: 1 });
  expect((await inLine()).length).toBe(2);
});
