import { expect, it } from 'vitest';
import { demoJourneys } from '../../server/demo/journeys.ts';
import { aShop } from './a-shop.ts';

const HOUR_MS = 3_600_000;

it('lets into "Second order" of the sample whoever orders for the first time, and nobody who has ordered before', async () => {
  const start = Date.parse('2026-11-24T09:00:00Z');
  const shop = await aShop(start);
  const sample = demoJourneys.find(({ name }) => name === 'Second order');
  const { journeyId } = await shop.publish({
    name: 'Second order',
    entry: sample?.entry ?? { kind: 'api' },
    steps: { hold: { type: 'wait', v: 1, name: 'Wait', config: { until: 'duration', for: 'P1D' } } },
    edges: [{ from: 'entry', port: 'next', to: 'hold' }],
  });
  const order = async (userId: string, at: number): Promise<void> => {
    const timestamp = new Date(at).toISOString();
    await shop.post([{ type: 'track', messageId: `${userId}-${at}`, userId, timestamp, event: 'Order Completed' }]);
    await shop.trips.runUntil(await shop.clock.now());
  };
  await order('known', start - 72 * HOUR_MS);
  for (const [hour, userId] of ['known', 'new', 'new', 'newer'].entries()) {
    shop.clock.moveTo(start + (hour + 1) * HOUR_MS);
    await order(userId, start + (hour + 1) * HOUR_MS);
  }
  const entered = await shop.database.sql`
    select i.value as customer from runs r join profile_identities i on i.workspace_id = r.workspace_id and i.profile_id = r.profile_id and i.kind = 'user'
    where r.journey_id = ${journeyId} order by r.entered_at`;
  expect(entered.map(({ customer }) => customer)).toEqual(['new', 'newer']);
});
