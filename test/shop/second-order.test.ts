import type { Instant, JourneyId } from '@wend/engine';
import { expect, it } from 'vitest';
import { aShop, type Shop } from './a-shop.ts';
import { DAY_MS, end, passNineMonths, start } from './nine-months.ts';

it('gives the known answers of a real shop: a second order within 7, 30 and 60 days', async () => {
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
  await passNineMonths(shop, ({ until, orders }, pass) => pass(until, orders));
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

/** Of those whose window has closed by the end of the data: how many came in, and how many ordered again in time. */
async function secondOrders(shop: Shop, journeyId: JourneyId, goal: number, latestEntry: Instant) {
  const [row] = await shop.database.sql`
    select count(distinct r.id)::int as entered, count(distinct c.run_id)::int as goal
    from runs r left join conversions c on c.workspace_id = r.workspace_id and c.profile_id = r.profile_id and c.run_id = r.id and c.goal = ${goal}
    where r.journey_id = ${journeyId} and r.entered_at <= ${new Date(latestEntry).toISOString()}`;
  return row;
}
