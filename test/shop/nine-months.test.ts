import type { Instant, JourneyId } from '@wend/engine';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aShop, type Shop } from './a-shop.ts';
import { DAY_MS, end, passNineMonths, start } from './nine-months.ts';

const WINDOWS = [7, 30, 60];
let shop: Shop;
let secondOrder: JourneyId;
let winBack: JourneyId;

// Both journeys live through the same nine months: each order is one of both.
beforeAll(async () => {
  shop = await aShop(start);
  secondOrder = await publishSecondOrder();
  winBack = await publishWinBack();
  await passNineMonths(shop, async ({ until, orders }, pass) => {
    const due = await silencesEndingBefore(until);
    // Whoever orders on the very day on which their silence ends is looked at in between: first one, then the other.
    const between = orders.flatMap(({ customer, at }) => (due.get(customer) ?? []).filter((dueAt) => dueAt < at));
    for (const dueAt of [...new Set(between)].sort((a, b) => a - b))
      await pass(
        dueAt,
        orders.filter(({ at }) => at <= dueAt),
      );
    await pass(until, orders);
  });
}, 600_000);

afterAll(() => shop.database.drop());

it('gives the known answers of a real shop: a second order within 7, 30 and 60 days', async () => {
  const answers = await Promise.all(WINDOWS.map((days, goal) => secondOrders(goal, end - days * DAY_MS)));
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
});

it('gives the known answers of a real shop: sixty days of silence, with re-entry', async () => {
  const [answer] = await shop.database.sql`
    select count(*)::int as triggers, count(distinct v.profile_id)::int as customers from visits v
    join runs r on r.workspace_id = v.workspace_id and r.profile_id = v.profile_id and r.id = v.run_id
    where r.journey_id = ${winBack} and v.step = 'back'`;
  expect(answer).toEqual({ triggers: 3_313, customers: 2_608 });
});

async function publishSecondOrder(): Promise<JourneyId> {
  const { journeyId } = await shop.publish({
    name: 'Second order',
    entry: { kind: 'event', event: 'Order Completed', reentry: { kind: 'never' } },
    goals: WINDOWS.map((days) => ({
      event: 'Order Completed',
      within: `P${days}D`,
      value: 'properties.revenue',
      endsJourney: days === 60,
    })),
    steps: { hold: { type: 'wait', v: 1, name: 'Wait', config: { until: 'duration', for: 'P61D' } } },
    edges: [{ from: 'entry', port: 'next', to: 'hold' }],
  });
  return journeyId;
}

async function publishWinBack(): Promise<JourneyId> {
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
  return journeyId;
}

/** Of those whose window has closed by the end of the data: how many came in, and how many ordered again in time. */
async function secondOrders(goal: number, latestEntry: Instant) {
  const [row] = await shop.database.sql`
    select count(distinct r.id)::int as entered, count(distinct c.run_id)::int as goal
    from runs r left join conversions c on c.workspace_id = r.workspace_id and c.profile_id = r.profile_id and c.run_id = r.id and c.goal = ${goal}
    where r.journey_id = ${secondOrder} and r.entered_at <= ${new Date(latestEntry).toISOString()}`;
  return row;
}

/** When the silences of customers end that end before this instant. */
async function silencesEndingBefore(until: Instant): Promise<ReadonlyMap<string, readonly Instant[]>> {
  const rows = await shop.database.sql<{ customer: string; due: string }[]>`
    select i.value as customer, (extract(epoch from r.due_at) * 1000)::bigint::text as due
    from runs r join profile_identities i on i.workspace_id = r.workspace_id and i.profile_id = r.profile_id and i.kind = 'user'
    where r.journey_id = ${winBack} and r.ended_at is null and r.due_at <= ${new Date(until).toISOString()}`;
  const due = new Map<string, Instant[]>();
  for (const row of rows) due.set(row.customer, [...(due.get(row.customer) ?? []), Number(row.due)]);
  return due;
}
