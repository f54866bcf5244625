import { and, eq, isNotNull } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { aMatcher, at, minute, noon, on, type Scene, settle } from '../../test/harness/a-matcher.ts';
import { aDatabase, type TestDatabase } from '../../test/harness/index.ts';
import { connect } from '../database/index.ts';
import { newId } from '../ids/index.ts';
import { identityPartition } from '../intake/index.ts';
import * as tables from '../tables/index.ts';
import { eventQueue, events } from '../tables/index.ts';
import type { EventFailure, MatcherDeps, MatcherPoint } from './contract.ts';
import { aMatcherMemory, learnOnce, matchOnce } from './index.ts';
import { Floor } from './memory.ts';

let database: TestDatabase;
let shop: Scene;
// A database each: whoever stands still holds partitions, and those are nobody's in particular.
beforeEach(async () => {
  database = await aDatabase({ max: 10 });
  shop = await aMatcher(database);
});
afterEach(() => database.drop());

/** A matcher that stands still at a point, once, until it is let go. */
function standingAt(point: MatcherPoint, more: Partial<MatcherDeps> = {}) {
  let arrive = (): void => {};
  let letGo = (): void => {};
  const there = new Promise<void>((resolve) => (arrive = resolve));
  const gone = new Promise<void>((resolve) => (letGo = resolve));
  let stood = false;
  const stand = async (at: MatcherPoint): Promise<void> => {
    if (at !== point || stood) return;
    stood = true;
    arrive();
    await gone;
  };
  return { deps: shop.matcher({ at: stand, memory: aMatcherMemory(), ...more }), there, letGo: () => letGo() };
}

const waitFor = { events: [{ event: 'Order', since: noon }] };
const orderOfAda = on('Order', 'ada', {}, at(noon + 1));
/** What `drive` sees when it looks for events after it has committed a wait. */
const learned = () =>
  shop.db
    .select()
    .from(events)
    .where(and(eq(events.workspaceId, shop.workspaceId), eq(events.name, 'Order'), isNotNull(events.profileId)));

async function aRunOfAda() {
  await shop.publish({});
  await shop.say(on('Enter', 'ada'));
  await shop.settle();
  shop.clock.moveTo(noon + minute);
  const [run] = await shop.runs();
  if (!run) throw new Error('Nobody entered');
  return run;
}

it('finds a wait that is committed while the event is being learned', async () => {
  const run = await aRunOfAda();
  await shop.say(orderOfAda);
  const learning = standingAt('learn:written');
  const learnt = learnOnce(learning.deps);
  await learning.there;
  await shop.openWait(run, waitFor);
  // `drive` looks now and sees nothing: the event is not committed as Ada's. So the matcher must see the wait.
  expect(await learned()).toEqual([]);
  learning.letGo();
  await learnt;
  await matchOnce(shop.deps);
  expect(await shop.wakes()).toHaveLength(1);
});

it('has committed whose an event is before it looks for waits, so that a wait committed later finds the event', async () => {
  const run = await aRunOfAda();
  await shop.say(orderOfAda);
  await learnOnce(shop.deps);
  const matching = standingAt('match:written');
  const matched = matchOnce(matching.deps);
  await matching.there;
  await shop.openWait(run, waitFor);
  expect(await learned()).toHaveLength(1);
  matching.letGo();
  await matched;
});

it('wakes once though both sides find the event', async () => {
  const run = await aRunOfAda();
  const waitId = await shop.openWait(run, waitFor);
  await shop.say(orderOfAda);
  await learnOnce(shop.deps);
  await shop.wakeAsDrive(run, waitId);
  await matchOnce(shop.deps);
  expect(await shop.wakes()).toHaveLength(1);
});

it.each(['learn', 'match'] as const)(
  'lets no second matcher into a partition while one is in it (%s)',
  async (stage) => {
    const once = { learn: learnOnce, match: matchOnce }[stage];
    await shop.publish({});
    await shop.say(on('Enter', 'ada'));
    if (stage === 'match') await learnOnce(shop.deps);
    const first = standingAt(`${stage}:written`);
    const worked = once(first.deps);
    await first.there;
    await shop.say(on('Enter', 'ada'));
    expect(await once(shop.matcher())).toBe(0);
    first.letGo();
    expect(await worked).toBe(1);
    await settle(shop.deps);
    expect(await shop.runs()).toHaveLength(1);
    expect(await shop.queue()).toEqual([]);
  },
);

it('reads the queue only once it holds the partition: what the one before did is not done again', async () => {
  await shop.say(on('Enter', 'ada'));
  const second = standingAt('learn:held');
  const learnt = learnOnce(second.deps);
  await second.there;
  // While it holds, nobody else can work; what it reads is what stands now.
  expect(await learnOnce(shop.matcher())).toBe(0);
  await shop.say(on('Enter', 'ada'));
  second.letGo();
  expect(await learnt).toBe(2);
});

/** Two ids whose events are learned in different partitions. */
function apart(): readonly [anonymousId: string, userId: string] {
  const anonymousId = newId();
  for (;;) {
    const userId = newId();
    if (identityPartition({ userId }) !== identityPartition({ anonymousId })) return [anonymousId, userId];
  }
}

it('makes one person where two matchers meet a new id at the same time', async () => {
  const [anonymousId, userId] = apart();
  await shop.say({ event: 'Viewed', anonymousId }, { event: 'Order', anonymousId, userId });
  const first = standingAt('learn:written', { partitions: [identityPartition({ anonymousId })] });
  const one = learnOnce(first.deps);
  await first.there;
  const other = learnOnce(shop.matcher({ partitions: [identityPartition({ userId })] }));
  await shop.blocked();
  first.letGo();
  await Promise.all([one, other]);
  expect((await shop.profiles()).filter(({ mergedInto }) => mergedInto === null)).toHaveLength(1);
  const owners = await shop.db.select().from(events).where(eq(events.workspaceId, shop.workspaceId));
  expect(new Set(owners.map(({ profileId }) => profileId)).size).toBe(1);
});

it('reads again who an id is once it holds the locks', async () => {
  const [anonymousId, userId] = apart();
  await shop.say({ event: 'Viewed', anonymousId }, { event: 'Order', anonymousId, userId });
  const late = standingAt('learn:locked', { partitions: [identityPartition({ userId })] });
  const learnt = learnOnce(late.deps);
  await late.there;
  await learnOnce(shop.matcher({ partitions: [identityPartition({ anonymousId })] }));
  late.letGo();
  expect(await learnt).toBe(1);
  expect(await shop.profiles()).toHaveLength(1);
  expect((await shop.queue()).map(({ stage, error }) => [stage, error])).toEqual([
    ['match', null],
    ['match', null],
  ]);
});

it('lets a join wait for the events that are being matched, and moves what is left', async () => {
  await shop.publish({ exits: [{ event: 'Gone' }] });
  await shop.say({ event: 'Enter', anonymousId: 'a1' }, on('Viewed', 'ada'));
  await learnOnce(shop.deps);
  const matching = standingAt('match:locked');
  const matched = matchOnce(matching.deps);
  await matching.there;
  await shop.say({ type: 'identify', userId: 'ada', anonymousId: 'a1' }, on('Gone', 'ada', {}, at(noon + 1)));
  const joined = learnOnce(shop.matcher());
  await shop.blocked();
  matching.letGo();
  await Promise.all([matched, joined]);
  await settle(shop.deps);
  expect((await shop.exits()).map(({ kind }) => kind)).toEqual(['exit']);
});

it('begins again when the person of an event became another one before they could be locked', async () => {
  await shop.publish({});
  await shop.say(on('Viewed', 'ada'), { event: 'Viewed', anonymousId: 'a1' });
  await shop.settle();
  await shop.say({ event: 'Enter', anonymousId: 'a1' });
  await learnOnce(shop.deps);
  await shop.say({ type: 'identify', userId: 'ada', anonymousId: 'a1' });
  const joining = standingAt('learn:written');
  const joined = learnOnce(joining.deps);
  await joining.there;
  const matched = matchOnce(shop.matcher());
  await shop.blocked();
  joining.letGo();
  await Promise.all([joined, matched]);
  await settle(shop.deps);
  const ada = await shop.person('ada');
  expect((await shop.runs()).map(({ profileId }) => profileId)).toEqual([ada.id]);
});

it('finds rows that were committed late, with a low number, at its full look', async () => {
  const floor = new Floor();
  expect(floor.from(0)).toBe(0);
  floor.done([1_000_000]);
  expect(floor.from(1)).toBeGreaterThan(900_000);
  expect(floor.from(10_000)).toBe(0);
  floor.reopen([5]);
  expect(floor.from(10_001)).toBe(5);
});

it('sets an event aside that nobody can work on, after five tries, and lets the others pass', async () => {
  await shop.publish({
    entry: { kind: 'event', event: 'Enter', where: { kind: 'property', path: 'properties.n', op: 'exists' } },
  });
  await shop.say(...Array.from({ length: 9 }, (_, n) => on('Enter', `p${n}`, { n })));
  const told: EventFailure[] = [];
  const poisoned = shop.matcher({
    onFailure: (failure) => told.push(failure),
    judge: {
      async events(_, __, asked) {
        if (asked.some(({ event }) => event.properties['n'] === 4)) throw new Error('Cannot judge this');
        return asked.map(() => true);
      },
    },
  });
  await settle(poisoned);
  expect(await shop.runs()).toHaveLength(8);
  for (let tries = 0; tries < 5; tries += 1) await matchOnce(poisoned);
  expect(await shop.queue()).toMatchObject([{ attempts: 5, error: 'Cannot judge this', parkedAt: noon }]);
  const { workspaceId } = shop;
  expect(told.map(({ isParked }) => isParked)).toEqual([false, false, false, false, true]);
  expect(told[4]).toMatchObject({ workspaceId, eventId: expect.any(String), error: { message: 'Cannot judge this' } });
  // Taken up again by hand, it goes its way.
  await shop.db
    .update(eventQueue)
    .set({ parkedAt: null, attempts: 0 })
    .where(eq(eventQueue.workspaceId, shop.workspaceId));
  await settle(shop.matcher());
  expect(await shop.runs()).toHaveLength(9);
});

it('leaves the queue as it is when the database is away', async () => {
  await shop.say(on('Enter', 'ada'));
  const away = connect('postgres://nobody@127.0.0.1:1/nowhere', { max: 1 });
  await expect(learnOnce(shop.matcher({ db: away.db }))).rejects.toThrow();
  await away.end();
  expect(await shop.queue()).toMatchObject([{ attempts: 0, stage: 'learn' }]);
});

it('issues as many statements for many events as for few', async () => {
  await shop.publish({
    entry: { kind: 'event', event: 'Enter' },
    exits: [{ event: 'Gone' }],
    goals: [{ event: 'Order', within: 'P1D' }],
  });
  const statementsFor = async (people: number): Promise<number> => {
    await shop.say(
      ...Array.from({ length: people }, () => newId()).flatMap((id) => [
        { type: 'identify', userId: id, traits: { email: `${id}@example.com`, consent: { email: true } } },
        on('Enter', id),
        on('Order', id, {}, at(noon + 1)),
      ]),
    );
    let statements = 0;
    const logger = { logQuery: () => void (statements += 1) };
    await settle(shop.matcher({ db: drizzle(database.sql, { schema: tables, casing: 'snake_case', logger }) }));
    return statements;
  };
  const few = await statementsFor(2);
  expect(await statementsFor(80)).toBeLessThanOrEqual(few);
});
