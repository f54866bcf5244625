import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CallLanes } from './call-lanes.ts';

it('gives what is free at once, and the next to whoever waits longest', async () => {
  const lanes = new CallLanes({ concurrency: 3, rate: 1_000 });
  expect(await lanes.reserve(100)).toBe(3);
  const got: [string, number][] = [];
  const waiting = [
    lanes.reserve(1).then((room) => got.push(['first', room])),
    lanes.reserve(100).then((room) => got.push(['second', room])),
  ];
  lanes.release(2);
  await Promise.all(waiting);
  expect(got).toEqual([
    ['first', 1],
    ['second', 1],
  ]);
});

it('never gives more than there are, and lets nobody wait while one is free', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 8 }), fc.array(fc.integer({ min: 1, max: 5 })), async (all, asks) => {
      const lanes = new CallLanes({ concurrency: all, rate: 1_000 });
      let taken = 0;
      const served = asks.map(async (most) => {
        const room = await lanes.reserve(most);
        taken += room;
        expect(room).toBeGreaterThan(0);
        expect(taken).toBeLessThanOrEqual(all);
        await Promise.resolve();
        taken -= room;
        lanes.release(room);
      });
      await Promise.all(served);
      expect(await lanes.reserve(100)).toBe(all);
    }),
  );
});

it('starts so many a second, whoever they are of, and none late for a pause', () => {
  const lanes = new CallLanes({ concurrency: 10, rate: 100 });
  expect([lanes.startIn(0), lanes.startIn(0), lanes.startIn(5)]).toEqual([0, 10, 15]);
  expect([lanes.startIn(1_000), lanes.startIn(1_000)]).toEqual([0, 10]);
});
