import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { aWorkspace } from '../../../../test/harness/a-workspace.ts';
import { aDatabase } from '../../../../test/harness/index.ts';
import { providers } from '../../../tables/index.ts';
import { SlotLine } from './slot-line.ts';

const NOW = Date.UTC(2025, 2, 3);

it('gives the first of a burst at once, and the others at the rate', () => {
  const line = new SlotLine(NOW - 60_000, { rate: 10, burst: 3, now: NOW });
  const slots = Array.from({ length: 6 }, () => line.take() - NOW);
  expect(slots).toEqual([-200, -100, 0, 100, 200, 300]);
  const later = new SlotLine(line.freeAt, { rate: 10, burst: 3, now: NOW + 350 });
  expect(later.take() - NOW).toBe(400);
});

it('never gives more than its rate and burst, however its slots are asked for', () => {
  const rates = fc.double({ min: 0.5, max: 2_000, noNaN: true });
  fc.assert(
    fc.property(
      rates,
      fc.integer({ min: 1, max: 50 }),
      fc.array(fc.tuple(fc.nat(5_000), fc.nat(60)), { maxLength: 20 }),
      (rate, burst, asks) => {
        let [now, freeAt] = [NOW, NOW];
        const taken: number[] = [];
        for (const [pause, count] of asks) {
          now += pause;
          const line = new SlotLine(freeAt, { rate, burst, now });
          for (let n = 0; n < count; n += 1) taken.push(Math.max(now, line.take()));
          freeAt = line.freeAt;
        }
        taken.sort((a, b) => a - b);
        for (const [index, at] of taken.entries()) {
          const within = taken.slice(index).filter((other) => other < at + 1_000).length;
          expect(within).toBeLessThanOrEqual(Math.ceil(rate) + burst + 1);
        }
      },
    ),
  );
});

it('keeps a place in a line of slots to the microsecond', async () => {
  const { db } = await aDatabase();
  const at = Date.UTC(2025, 2, 3);
  const workspaceId = await aWorkspace(db, at, ['sms']);
  const read = async () => (await db.select().from(providers).where(eq(providers.workspaceId, workspaceId)))[0];
  for (const fraction of [0, 0.001, 0.1, 0.25, 0.999, 0.9996, 1.5]) {
    await db.update(providers).set({ nextFreeAt: at + fraction, reservedFreeAt: at - fraction });
    const kept = await read();
    expect(Math.abs((kept?.nextFreeAt ?? 0) - at - fraction)).toBeLessThan(0.000_7);
    expect(Math.abs((kept?.reservedFreeAt ?? 0) - at + fraction)).toBeLessThan(0.000_7);
  }
  await db.update(providers).set({ reservedFreeAt: null });
  expect((await read())?.reservedFreeAt).toBeNull();
});
