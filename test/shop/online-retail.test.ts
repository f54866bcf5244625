import type { Instant, JourneyId } from '@wend/engine';
import { expect, it } from 'vitest';
import { readShopOrders, type ShopOrder } from '../../server/demo/orders.ts';
import { orderEvent } from '../../server/demo/shop-events.ts';
import { aShop, type Shop } from './a-shop.ts';

const DAY_MS = 86_400_000;
const orders = readShopOrders();
const start = Math.floor((orders[0]?.at ?? 0) / DAY_MS) * DAY_MS;
/** The last line of the source, cancellations included. */
const end = orders.at(-1)?.at ?? 0;

const seen = new Set<string>();
const posted = new Set<string>();

function eventsOf(order: ShopOrder): readonly object[] {
  const isNew = !seen.has(order.customer);
  seen.add(order.customer);
  const event = orderEvent(order, order.at, '');
  if (!isNew) return [event];
  const who = {
    type: 'identify',
    messageId: `id-${order.customer}`,
    userId: order.customer,
    timestamp: event.timestamp,
    traits: { country: order.country },
  };
  return [who, event];
}

it('gives the known answers of a real shop: a second order within 7, 30 and 60 days', async () => {
  seen.clear();
  posted.clear();
  const shop = await aShop(start);
  const windows = [7, 30, 60];
  const { journeyId } = await shop.publish({
    name: 'Second order',
    entry: { kind: 'event', event: 'Order Completed', reentry: { kind: 'never' } },
    goals: windows.map((days) => ({
      event: 'Order Completed',
      within: `P${days}D`,
      value: 'properties.revenue',
      endsJourney: days === 60,
    })),
    steps: { hold: { type: 'wait', v: 1, name: 'Wait', config: { until: 'duration', for: 'P61D' } } },
    edges: [{ from: 'entry', port: 'next', to: 'hold' }],
  });
  for (const [day, { until, orders: together }] of daily().entries()) {
    if (day % 10 === 9) await shop.database.sql`analyze`;
    await passTogether(shop, until, together);
  }
  const answers = await Promise.all(
    windows.map((days, goal) => secondOrders(shop, journeyId, goal, end - days * DAY_MS)),
  );
  expect(answers).toEqual([
    { entered: 3_283, goal: 306 },
    { entered: 3_157, goal: 709 },
    { entered: 2_965, goal: 1_127 },
  ]);
  const [stored] = await shop.database.sql`
    select count(*) filter (where name = 'Order Completed')::int as orders, count(distinct profile_id) filter (where name = 'Order Completed')::int as buyers,
      round(sum((properties->>'revenue')::numeric) filter (where name = 'Order Completed'), 2)::text as revenue,
      count(*) filter (where name = 'Order Cancelled')::int as cancelled from events`;
  expect(stored).toEqual({ orders: 11_413, buyers: 3_317, revenue: '5239240.56', cancelled: 2_427 });
}, 600_000);

// Nine months of thirteen thousand runs, each looked at in its own minute, take longer than a suite has: WEND_WHOLE_DATA=1 runs it.
it.runIf(process.env['WEND_WHOLE_DATA'])(
  'gives the known answers of a real shop: sixty days of silence, with re-entry',
  async () => {
    seen.clear();
    posted.clear();
    const shop = await aShop(start);
    const { journeyId } = await shop.publish({
      name: 'Win-back',
      timeZone: 'UTC',
      entry: { kind: 'event', event: 'Order Completed', reentry: { kind: 'always' } },
      exits: [{ event: 'Order Completed' }],
      steps: {
        silence: {
          type: 'wait',
          v: 1,
          name: 'Silence',
          config: { until: 'date', date: { from: 'event', path: 'at' }, offset: { by: 'P60D', direction: 'after' } },
        },
        back: {
          type: 'update-profile',
          v: 1,
          name: 'Come back',
          config: { changes: [{ attribute: 'lapsed', set: { to: 'add', value: 1 } }] },
        },
      },
      edges: [
        { from: 'entry', port: 'next', to: 'silence' },
        { from: 'silence', port: 'next', to: 'back' },
      ],
    });
    for (const [day, { until, orders: together }] of daily().entries()) {
      // Autovacuum has no time to learn what a table holds when nine months pass in minutes.
      if (day % 10 === 9) await shop.database.sql`analyze`;
      const due = await dueBefore(shop, until);
      // Whoever orders on the very day on which their silence ends is looked at in between: first one, then the other.
      const between = together.flatMap(({ customer, at }) => (due.get(customer) ?? []).filter((dueAt) => dueAt < at));
      for (const dueAt of [...new Set(between)].sort((a, b) => a - b)) {
        await passTogether(
          shop,
          dueAt,
          together.filter(({ at }) => at <= dueAt),
        );
      }
      await passTogether(shop, until, together);
    }
    const [answer] = await shop.database.sql`
    select count(*)::int as triggers, count(distinct v.profile_id)::int as customers from visits v
    join runs r on r.workspace_id = v.workspace_id and r.profile_id = v.profile_id and r.id = v.run_id
    where r.journey_id = ${journeyId} and v.step = 'back'`;
    expect(answer).toEqual({ triggers: 3_313, customers: 2_608 });
  },
  3_600_000,
);

/** A day at a time: a driver that is late by a day, and a matcher that is not. */
function daily(): readonly { readonly until: Instant; readonly orders: readonly ShopOrder[] }[] {
  const days = Math.floor((end - start) / DAY_MS) + 1;
  return Array.from({ length: days }, (_, day) => {
    const from = start + day * DAY_MS;
    const until = Math.min(end, from + DAY_MS - 1);
    return { until, orders: orders.filter(({ at }) => at >= from && at <= until) };
  });
}

async function passTogether(shop: Shop, until: Instant, some: readonly ShopOrder[]): Promise<void> {
  shop.clock.moveTo(until);
  const events = some.filter(({ invoice }) => !posted.has(invoice)).flatMap(eventsOf);
  for (const { invoice } of some) posted.add(invoice);
  for (let from = 0; from < events.length; from += 200) {
    const { rejected } = await shop.post(events.slice(from, from + 200));
    expect(rejected).toEqual([]);
  }
  await shop.trips.runUntil(until);
}

/** When the waits of customers end that end before this instant. */
async function dueBefore(shop: Shop, until: Instant): Promise<ReadonlyMap<string, readonly Instant[]>> {
  const rows = await shop.database.sql<{ customer: string; due: string }[]>`
    select i.value as customer, (extract(epoch from r.due_at) * 1000)::bigint::text as due
    from runs r join profile_identities i on i.workspace_id = r.workspace_id and i.profile_id = r.profile_id and i.kind = 'user'
    where r.ended_at is null and r.due_at <= ${new Date(until).toISOString()}`;
  const due = new Map<string, Instant[]>();
  for (const row of rows) due.set(row.customer, [...(due.get(row.customer) ?? []), Number(row.due)]);
  return due;
}

/** Of those whose window has closed by the end of the data: how many came in, and how many ordered again in time. */
async function secondOrders(shop: Shop, journeyId: JourneyId, goal: number, latestEntry: Instant) {
  const [row] = await shop.database.sql`
    select count(distinct r.id)::int as entered, count(distinct c.run_id)::int as goal
    from runs r left join conversions c on c.workspace_id = r.workspace_id and c.profile_id = r.profile_id and c.run_id = r.id and c.goal = ${goal}
    where r.journey_id = ${journeyId} and r.entered_at <= ${new Date(latestEntry).toISOString()}`;
  return row;
}
