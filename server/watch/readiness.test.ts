import { expect, it } from 'vitest';
import { type ReadinessDeps, readinessOf } from './readiness.ts';

const well = { silentMs: 900, reachesTemporal: true };

function asked(other: Partial<ReadinessDeps>, ms = { now: 0 }) {
  return readinessOf({
    clock: { monotonicMs: () => ms.now },
    lastMigration: async () => 7,
    newestMigration: () => 7,
    signsOf: async () => well,
    ...other,
  });
}
const missing = async (other: Partial<ReadinessDeps>) => (await asked(other)()).missing.map(({ part }) => part);

it('is ready when everything is there that an event needs to become a message', async () => {
  expect(await asked({})()).toEqual({ ready: true, missing: [], silentProviders: [] });
});

it('says which part is missing', async () => {
  const away = () => Promise.reject(new Error('ECONNREFUSED'));
  expect(await missing({ lastMigration: away })).toEqual(['database']);
  expect(await missing({ lastMigration: async () => 6 })).toEqual(['migrations']);
  expect(await missing({ signsOf: async (role) => (role === 'worker' ? undefined : well) })).toEqual(['worker']);
  // Whether Temporal is there, the worker alone can say.
  expect(await missing({ signsOf: away })).toEqual(['matcher', 'worker']);
  expect(await missing({ signsOf: async () => ({ ...well, reachesTemporal: false }) })).toEqual(['temporal']);
  expect(await missing({ signsOf: async () => ({ nonsense: true }) })).toEqual(['matcher', 'worker']);
});

it('takes a loop that has got nothing done for half a minute for one that hangs', async () => {
  const silent = (silentMs: number) => asked({ signsOf: async () => ({ ...well, silentMs }) })();
  expect((await silent(30_000)).ready).toBe(true);
  expect((await silent(31_500)).missing).toContainEqual({
    part: 'matcher',
    why: 'It has got nothing done for 31 seconds.',
  });
});

it('asks the database once however many ask, and anew a second later', async () => {
  const ms = { now: 0 };
  let times = 0;
  const ask = asked({ lastMigration: async () => (times += 1) && 7 }, ms);
  await Promise.all([ask(), ask()]);
  await ask();
  expect(times).toBe(1);
  ms.now = 1_001;
  expect((await ask()).ready).toBe(true);
  expect(times).toBe(2);
});
