import { expect, it } from 'vitest';
import { aShop } from '../../test/shop/a-shop.ts';
import { recentEvents } from './events.ts';

const START = Date.parse('2026-03-02T09:00:00Z');
const MINUTE_MS = 60_000;

it('says whom each event moved and how, also after their drive, and of who was a stranger then', async () => {
  const shop = await aShop(START);
  await shop.publish({
    name: 'Welcome',
    entry: { kind: 'event', event: 'Looked', reentry: { kind: 'never' } },
    exits: [{ event: 'Left' }],
    steps: {
      hold: {
        type: 'wait',
        v: 1,
        name: 'Until they buy',
        config: { until: 'event', event: 'Bought', timeout: 'P7D' },
      },
      later: { type: 'wait', v: 1, name: 'Wait', config: { until: 'duration', for: 'P7D' } },
    },
    edges: [
      { from: 'entry', port: 'next', to: 'hold' },
      { from: 'hold', port: 'happened', to: 'later' },
    ],
  });
  const steps = [
    { type: 'track', event: 'Looked', anonymousId: 'stranger' },
    { type: 'track', event: 'Bought', anonymousId: 'stranger' },
    { type: 'identify', anonymousId: 'stranger', userId: 'ada' },
    { type: 'track', event: 'Left', userId: 'ada' },
    { type: 'track', event: 'Bought', userId: 'ada' },
  ];
  for (const [n, step] of steps.entries()) {
    const at = START + n * MINUTE_MS;
    shop.clock.moveTo(at);
    await shop.post([{ ...step, messageId: `m${n}`, timestamp: new Date(at).toISOString() }]);
    await shop.trips.runUntil(at);
  }
  const context = {
    db: shop.database.reads.in(shop.workspaceId),
    clock: shop.clock,
    trips: shop.trips,
    workspaceId: shop.workspaceId,
    actor: { id: 'system', name: 'Test', role: 'owner' },
  } as const;
  const listed = await recentEvents(context, { limit: 50 });
  expect(listed.map(({ name, moved }) => [name, moved.map(({ what }) => what)]).reverse()).toEqual([
    ['Looked', ['entered']],
    ['Bought', ['ended a wait']],
    ['identify', []],
    ['Left', ['left']],
    ['Bought', []],
  ]);
});
