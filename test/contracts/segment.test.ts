import { Analytics } from '@segment/analytics-node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AnIntake, anIntake } from './an-intake.ts';

let intake: AnIntake;
beforeAll(async () => {
  intake = await anIntake();
});
afterAll(() => intake.end());

it("takes what Segment's own Node SDK sends, call by call", async () => {
  const analytics = new Analytics({ writeKey: intake.writeKey, host: intake.url, maxRetries: 0 });
  const failures: unknown[] = [];
  analytics.on('error', (failure) => failures.push(failure));
  const timestamp = new Date(Date.now() - 60_000);
  analytics.identify({ userId: 'ada', traits: { email: 'ada@example.com', plan: 'gold' } });
  analytics.track({
    userId: 'ada',
    event: 'Order Completed',
    properties: { revenue: 39.5, order_id: 'o-1' },
    timestamp,
  });
  analytics.page({ anonymousId: 'anon-1', name: 'Home', properties: { url: 'https://shop.example/' } });
  analytics.screen({ userId: 'ada', name: 'Cart' });
  analytics.group({ userId: 'ada', groupId: 'g-1', traits: { name: 'Engines' } });
  analytics.alias({ userId: 'ada', previousId: 'anon-1' });
  await analytics.closeAndFlush();

  expect(failures).toEqual([]);
  const stored = await intake.stored();
  expect(new Set(stored.map(({ type }) => type))).toEqual(
    new Set(['identify', 'track', 'page', 'screen', 'group', 'alias']),
  );
  expect(stored.find(({ type }) => type === 'identify')?.traits).toEqual({ email: 'ada@example.com', plan: 'gold' });
  const order = stored.find(({ type }) => type === 'track');
  expect(order).toMatchObject({
    name: 'Order Completed',
    userId: 'ada',
    properties: { revenue: 39.5, order_id: 'o-1' },
    originalAt: timestamp.getTime(),
    historical: false,
  });
  expect(Math.abs((order?.at ?? 0) - timestamp.getTime())).toBeLessThan(5_000);
  expect(stored.find(({ type }) => type === 'alias')).toMatchObject({ userId: 'ada', previousId: 'anon-1' });
});
