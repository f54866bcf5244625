import Rudder from '@rudderstack/rudder-sdk-node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AnIntake, anIntake } from './an-intake.ts';

let intake: AnIntake;
beforeAll(async () => {
  intake = await anIntake();
});
afterAll(() => intake.end());

it("takes what RudderStack's own Node SDK sends, gzipped under the content-type of a form", async () => {
  const rudder = new Rudder(intake.writeKey, { dataPlaneUrl: intake.url, flushAt: 100, gzip: true });
  const timestamp = new Date(Date.now() - 60_000);
  rudder.identify({ userId: 'ada', traits: { email: 'ada@example.com' } });
  rudder.track({
    userId: 'ada',
    event: 'Order Completed',
    properties: { revenue: 39.5 },
    timestamp,
  });
  rudder.page({ anonymousId: 'anon-1', name: 'Home' });
  rudder.alias({ userId: 'ada', previousId: 'anon-1' });
  await rudder.flush();

  const stored = await intake.stored();
  expect(stored.map(({ type }) => type).sort()).toEqual(['alias', 'identify', 'page', 'track']);
  const order = stored.find(({ type }) => type === 'track');
  expect(order).toMatchObject({
    name: 'Order Completed',
    userId: 'ada',
    properties: { revenue: 39.5 },
    originalAt: timestamp.getTime(),
  });
  expect(Math.abs((order?.at ?? 0) - timestamp.getTime())).toBeLessThan(5_000);
});
