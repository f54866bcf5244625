import { eq } from 'drizzle-orm';
import { beforeEach, expect, it } from 'vitest';
import { aMatcher, on, type Scene } from '../../test/harness/a-matcher.ts';
import { aDatabase, type TestDatabase, until } from '../../test/harness/index.ts';
import { acceptEvents, EVENTS_CHANNEL, notifyMatcher } from '../intake/index.ts';
import { eventQueue, runs } from '../tables/index.ts';
import { startMatching } from './index.ts';
import { StageLoop } from './stage-loop.ts';

const failures: unknown[] = [];
beforeEach(() => void failures.splice(0));

async function aLiveShop(): Promise<readonly [Scene, TestDatabase]> {
  const database = await aDatabase({ max: 10 });
  return [await aMatcher(database), database];
}

it('moves people by events that come while it runs, and drains what is under way when it stops', async () => {
  const [shop, database] = await aLiveShop();
  await shop.publish({});
  const matcher = startMatching(shop.matcher(), (error) => failures.push(error));
  const ear = await database.sql.listen(EVENTS_CHANNEL, matcher.hint);
  const hint = notifyMatcher(shop.db, (error) => failures.push(error));
  const source = { kind: 'product' } as const;
  for (const name of ['ada', 'bob', 'cyd']) {
    await acceptEvents({ db: shop.db, clock: shop.clock, hint }, shop.workspaceId, source, [
      { type: 'track', ...on('Enter', name) },
    ]);
  }
  await until(async () => (await shop.db.$count(runs, eq(runs.workspaceId, shop.workspaceId))) === 3);
  await ear.unlisten();
  await matcher.stop();
  expect(failures).toEqual([]);
  expect(await shop.db.$count(eventQueue)).toBe(0);
});

it('finds events that nobody told it of', async () => {
  const [shop] = await aLiveShop();
  await shop.publish({});
  const matcher = startMatching(shop.matcher(), (error) => failures.push(error));
  await shop.say(on('Enter', 'ada'));
  await until(async () => (await shop.runs()).length === 1);
  await matcher.stop();
});

it('is done with the batch under way before it has stopped, and begins no other', async () => {
  const [shop] = await aLiveShop();
  await shop.say(on('Enter', 'ada'));
  let isThere = false;
  let letGo = (): void => {};
  const gone = new Promise<void>((resolve) => (letGo = resolve));
  const deps = shop.matcher({
    at: async (point) => {
      if (point !== 'learn:written') return;
      isThere = true;
      await gone;
    },
  });
  let isStopped = false;
  let stopped: Promise<unknown> | undefined;
  const matcher = startMatching(
    deps,
    (error) => failures.push(error),
    ({ stage }) => {
      // Between two of its batches: one that had begun would rightly see what is learned.
      if (stage === 'match' && isThere) stopped ??= matcher.stop().then(() => (isStopped = true));
    },
  );
  await until(() => stopped !== undefined);
  await shop.queue();
  expect(isStopped).toBe(false);
  letGo();
  await stopped;
  expect(await shop.queue()).toMatchObject([{ stage: 'match' }]);
});

it('looks again at once after a full batch, and not in vain after another', async () => {
  const batches = [5, 5, 2];
  let turns = 0;
  const loop = new StageLoop({
    once: async () => batches[(turns += 1) - 1] ?? 0,
    full: 5,
    onError: (error) => failures.push(error),
  });
  loop.start();
  while (turns < 3) await new Promise(setImmediate);
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
  await loop.stop();
  expect(turns).toBe(3);
});

it('goes on after a failure', async () => {
  let turns = 0;
  const done = new Promise<void>((resolve) => {
    const loop = new StageLoop({
      once: async () => {
        turns += 1;
        if (turns === 1) throw new Error('The database is away');
        void loop.stop().then(resolve);
        return 0;
      },
      full: 1,
      onError: (error) => {
        failures.push(error);
        loop.hint();
      },
    });
    loop.start();
  });
  await done;
  expect([turns, failures.map(String)]).toEqual([2, ['Error: The database is away']]);
});
