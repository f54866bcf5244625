import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { aMatcher, at, day, minute, noon, on, type Scene } from '../../test/harness/a-matcher.ts';
import { aDatabase, type TestDatabase } from '../../test/harness/index.ts';
import { acceptEvents } from '../intake/index.ts';
import { events, journeys } from '../tables/index.ts';
import { learnOnce, matchOnce } from './index.ts';

let database: TestDatabase;
let shop: Scene;
beforeAll(async () => {
  database = await aDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  shop = await aMatcher(database);
});

it('starts a run of the live version at its entry, due now, in a convoy', async () => {
  const { journeyId, versionId } = await shop.publish({ entry: { kind: 'event', event: 'Order Completed' } });
  await shop.say(on('Order Completed', 'ada', { revenue: 5 }, at(noon - minute)), on('Product Viewed', 'bob'));
  await shop.settle();
  const [run, ...more] = await shop.runs();
  expect(more).toEqual([]);
  expect(run).toMatchObject({
    journeyId,
    journeyVersionId: versionId,
    step: 'entry',
    phase: 'moving',
    enteredAt: noon - minute,
    dueAt: noon,
    convoyId: expect.any(String),
    holdout: false,
    entry: { name: 'Order Completed', properties: { revenue: 5 }, at: noon - minute },
  });
  expect(await shop.queue()).toEqual([]);
});

it('lets a publish count for the very next batch', async () => {
  const { journeyId } = await shop.publish({});
  await shop.say(on('Enter', 'ada'));
  await shop.settle();
  const { versionId } = await shop.publish({ entry: { kind: 'event', event: 'Enter anew' } }, journeyId);
  await shop.say(on('Enter', 'bob'), on('Enter anew', 'cyd'));
  await shop.settle();
  const runs = await shop.runs();
  expect(runs).toHaveLength(2);
  expect(runs[1]?.journeyVersionId).toBe(versionId);
});

it('judges the filter of an entry over the event and over the person', async () => {
  await shop.publish({
    entry: {
      kind: 'event',
      event: 'Enter',
      where: { kind: 'property', path: 'properties.plan', op: 'is', value: 'gold' },
    },
  });
  await shop.publish({
    entry: { kind: 'event', event: 'Enter', where: { kind: 'attribute', path: 'city', op: 'is', value: 'Paris' } },
  });
  await shop.say(
    { type: 'identify', userId: 'ada', traits: { city: 'Paris' } },
    on('Enter', 'ada', { plan: 'tin' }),
    on('Enter', 'bob', { plan: 'gold' }),
  );
  await shop.settle();
  const ada = await shop.person('ada');
  expect((await shop.runs()).map(({ profileId }) => profileId === ada.id)).toEqual(
    expect.arrayContaining([true, false]),
  );
  expect(await shop.runs()).toHaveLength(2);
});

it('keeps one live run per person and key, and lets a person without the key stay out', async () => {
  await shop.publish({ entry: { kind: 'event', event: 'Cart', key: 'properties.cart' } });
  await shop.say(
    on('Cart', 'ada', { cart: 1 }),
    on('Cart', 'ada', { cart: 1 }),
    on('Cart', 'ada', { cart: '2' }),
    on('Cart', 'ada'),
    on('Cart', 'bob', { cart: 1 }),
  );
  await shop.settle();
  await shop.say(on('Cart', 'ada', { cart: 2 }));
  await shop.settle();
  expect((await shop.runs()).map(({ entryKey }) => entryKey).sort()).toEqual(['1', '1', '2']);
});

it.each([
  ['always', { kind: 'always' }, 3],
  ['never', { kind: 'never' }, 1],
  ['after two days', { kind: 'after', after: 'P2D' }, 2],
] as const)('lets people enter again %s', async (_, reentry, entries) => {
  await shop.publish({ entry: { kind: 'event', event: 'Order', reentry }, exits: [{ event: 'Done' }] });
  for (const days of [0, 1, 2]) {
    shop.clock.moveTo(noon + days * day);
    await shop.say(on('Order', 'ada'), on('Done', 'ada', {}, at(noon + days * day + 1)));
    await shop.settle();
  }
  expect(await shop.runs()).toHaveLength(entries);
});

it.each([
  ['profile', 'Europe/Berlin', 1],
  ['profile', undefined, 2],
  ['Europe/Berlin', undefined, 1],
] as const)(
  'lets people enter again after months of the calendar: zone %s, theirs %s',
  async (timeZone, theirs, entries) => {
    await shop.publish({
      timeZone,
      entry: { kind: 'event', event: 'Order', reentry: { kind: 'after', after: 'P1M' } },
      exits: [{ event: 'Done' }],
    });
    await shop.say({ type: 'identify', userId: 'ada', traits: theirs === undefined ? {} : { timezone: theirs } });
    // In Berlin it is the 1st of May already.
    for (const moment of [Date.UTC(2025, 3, 30, 22, 30), Date.UTC(2025, 4, 30, 22, 30)]) {
      shop.clock.moveTo(moment);
      await shop.say(on('Order', 'ada'), on('Done', 'ada', {}, at(moment + 1)));
      await shop.settle();
    }
    expect(await shop.runs()).toHaveLength(entries);
    expect(await shop.queue()).toEqual([]);
  },
);

it('takes people out at once, and the same event may start their next run', async () => {
  await shop.publish({ entry: { kind: 'event', event: 'Order' }, exits: [{ event: 'Order' }] });
  for (const n of [0, 1, 2]) {
    shop.clock.moveTo(noon + n * minute);
    await shop.say(on('Order', 'ada'));
    await shop.settle();
  }
  expect(await shop.runs()).toHaveLength(3);
  expect((await shop.exits()).map(({ kind }) => kind)).toEqual(['exit', 'exit']);
});

it('does the same whether the events come in one batch or in three', async () => {
  await shop.publish({ entry: { kind: 'event', event: 'Order' }, exits: [{ event: 'Order' }] });
  await shop.say(...[0, 1, 2].map((n) => on('Order', 'ada', {}, at(noon + n * minute))));
  await shop.settle();
  expect(await shop.runs()).toHaveLength(3);
  expect(await shop.exits()).toHaveLength(2);
});

it('never lets the event that started a run end it, fulfil its goal or its wait', async () => {
  await shop.publish({
    entry: { kind: 'event', event: 'Order' },
    exits: [{ event: 'Order' }],
    goals: [{ event: 'Order', within: 'P30D' }],
  });
  await shop.say(on('Order', 'ada'));
  await shop.settle();
  expect([await shop.exits(), await shop.conversions()]).toEqual([[], []]);
});

it('never lets an event that a run sent itself end that run, fulfil its goal or its wait, nor start its journey again', async () => {
  const rules = { exits: [{ event: 'Said' }], goals: [{ event: 'Said', within: 'P30D' }] };
  await shop.publish({ entry: { kind: 'event', event: 'Enter' }, ...rules });
  await shop.publish({ entry: { kind: 'event', event: 'Said', key: 'properties.key' }, ...rules });
  await shop.say(on('Enter', 'ada'), on('Said', 'ada', { key: 'a' }));
  await shop.settle();
  const runs = await shop.runs();
  for (const run of runs) await shop.openWait(run, { events: [{ event: 'Said', since: noon - minute }] });
  const own = runs.find(({ entryKey }) => entryKey === 'a');
  if (own) await shop.emit(own, { name: 'Said', properties: { key: 'b' }, at: noon + 1 });
  await shop.settle();
  expect((await shop.runs()).map(({ entryKey }) => entryKey).sort()).toEqual(['', 'a']);
  const touched = [await shop.exits(), await shop.conversions()].map((rows) => rows.map(({ runId }) => runId));
  expect(touched).toEqual([runs, runs].map((all) => all.filter(({ id }) => id !== own?.id).map(({ id }) => id)));
  expect((await shop.wakes()).filter(({ runId }) => runId === own?.id)).toEqual([]);
});

it('never lets the event that started a run fulfil a wait that reaches back before it', async () => {
  await shop.publish({});
  await shop.say(on('Enter', 'ada'));
  await learnOnce(shop.deps);
  await matchOnce(shop.deps);
  const [run] = await shop.runs();
  if (run) await shop.openWait(run, { events: [{ event: 'Enter', since: noon - minute }] });
  await shop.requeue();
  await shop.settle();
  expect(await shop.wakes()).toEqual([]);
});

it('compares the key of an exit with the key of the run', async () => {
  await shop.publish({
    entry: { kind: 'event', event: 'Cart', key: 'properties.cart' },
    exits: [{ event: 'Bought', key: 'properties.cart_id' }],
  });
  await shop.say(
    on('Cart', 'ada', { cart: 'a' }),
    on('Cart', 'ada', { cart: 'b' }),
    on('Bought', 'ada', { cart_id: 'b' }, at(noon + 1)),
  );
  await shop.settle();
  const exits = await shop.exits();
  const runs = await shop.runs();
  expect(exits.map(({ runId }) => runs.find(({ id }) => id === runId)?.entryKey)).toEqual(['b']);
});

it.each([
  [0, 0],
  [1, 1],
  [30 * day, 1],
  [30 * day + 1, 0],
])('counts a goal %i ms after the entry: %i', async (after, count) => {
  await shop.publish({ goals: [{ event: 'Order', within: 'P30D', value: 'properties.revenue' }] });
  await shop.say(on('Enter', 'ada'));
  await shop.settle();
  shop.clock.moveTo(noon + after);
  await shop.say(on('Order', 'ada', { revenue: 12.5 }));
  await shop.settle();
  expect((await shop.conversions()).map(({ value, at }) => [value, at])).toEqual(
    count === 1 ? [['12.5', noon + after]] : [],
  );
  expect((await shop.exits()).map(({ kind }) => kind)).toEqual(count === 1 ? ['goal'] : []);
});

it('counts a goal that does not end the journey, and goes on', async () => {
  await shop.publish({ goals: [{ event: 'Order', within: 'P30D', endsJourney: false }] });
  await shop.say(on('Enter', 'ada'), on('Order', 'ada', {}, at(noon + 1)), on('Order', 'ada', {}, at(noon + 2)));
  await shop.settle();
  expect((await shop.conversions()).map(({ at }) => at)).toEqual([noon + 1]);
  expect(await shop.exits()).toEqual([]);
});

it.each([
  ['exit', { exits: [{ event: 'Bought' }] }],
  ['goal', { goals: [{ event: 'Bought', within: 'P1D' }] }],
])('sees an %s that came before the entry though it happened after it', async (kind, rules) => {
  await shop.publish(rules);
  await shop.say(on('Bought', 'ada', {}, at(noon - minute)));
  await shop.settle();
  await shop.say(on('Enter', 'ada', {}, at(noon - 2 * minute)));
  await shop.settle();
  expect((await shop.exits()).map((exit) => exit.kind)).toEqual([kind]);
});

it.each([[[3]], [[1, 1, 1]]])(
  'lets the same event start the next run after such an end, in batches of %j',
  async (sizes) => {
    await shop.publish({
      entry: { kind: 'event', event: 'Enter', reentry: { kind: 'after', after: 'PT10M' } },
      goals: [{ event: 'Bought', within: 'PT20M' }],
    });
    const said = [
      on('Bought', 'ada', {}, at(noon - 14 * minute)),
      on('Enter', 'ada', {}, at(noon - 15 * minute)),
      on('Enter', 'ada', {}, at(noon - 5 * minute)),
    ];
    for (const size of sizes) {
      await shop.say(...said.splice(0, size));
      await shop.settle();
    }
    expect((await shop.runs()).map(({ enteredAt }) => (enteredAt - noon) / minute).sort()).toEqual([-15, -5]);
    expect((await shop.exits()).map(({ kind }) => kind)).toEqual(['goal']);
  },
);

it('does not let a run meet what is still ahead of it in its batch', async () => {
  await shop.publish({
    entry: { kind: 'event', event: 'Enter', reentry: { kind: 'after', after: 'PT10M' } },
    goals: [{ event: 'Bought', within: 'PT20M' }],
  });
  await shop.say(
    on('Enter', 'ada', {}, at(noon - 15 * minute)),
    on('Enter', 'ada', {}, at(noon - 5 * minute)),
    on('Bought', 'ada', {}, at(noon - 14 * minute)),
  );
  await shop.settle();
  expect((await shop.runs()).map(({ enteredAt }) => (enteredAt - noon) / minute)).toEqual([-15]);
  expect((await shop.exits()).map(({ kind }) => kind)).toEqual(['goal']);
});

it.each([
  [noon, false],
  [noon + 1, true],
  [noon + 60 * minute, true],
  [noon + 60 * minute + 1, false],
])('fulfils a wait by the event’s own time: since < %i ≤ until: %s', async (moment, fulfilled) => {
  await shop.publish({});
  await shop.say(on('Enter', 'ada'));
  await shop.settle();
  const [run] = await shop.runs();
  if (run) await shop.openWait(run, { until: noon + 60 * minute, events: [{ event: 'Order', since: noon }] });
  shop.clock.moveTo(noon + 120 * minute);
  await shop.say(on('Order', 'ada', { order: 7 }, at(moment)));
  await shop.settle();
  expect((await shop.wakes()).map(({ kind, event }) => [kind, event])).toEqual(
    fulfilled ? [['event', { name: 'Order', properties: { order: 7 }, at: moment }]] : [],
  );
});

it('wakes only the run that waits for this event of this person and key', async () => {
  await shop.publish({ entry: { kind: 'event', event: 'Cart', key: 'properties.cart' } });
  await shop.say(on('Cart', 'ada', { cart: 'a' }), on('Cart', 'ada', { cart: 'b' }), on('Cart', 'bob', { cart: 'a' }));
  await shop.settle();
  const runs = await shop.runs();
  for (const run of runs)
    await shop.openWait(run, {
      events: [{ event: 'Paid', since: noon, key: { path: 'properties.cart', equals: run.entryKey } }],
    });
  await shop.say(on('Paid', 'ada', { cart: 'b' }, at(noon + 1)));
  await shop.settle();
  const ada = await shop.person('ada');
  expect((await shop.wakes()).map(({ runId }) => runId)).toEqual(
    runs.filter(({ profileId, entryKey }) => profileId === ada.id && entryKey === 'b').map(({ id }) => id),
  );
});

it('has a wait for a condition look again when the person changes, and an event says more than that', async () => {
  await shop.publish({});
  await shop.say(on('Enter', 'ada'));
  await shop.settle();
  const [run] = await shop.runs();
  if (run)
    await shop.openWait(run, {
      condition: { kind: 'attribute', path: 'plan', op: 'is', value: 'gold' },
      events: [{ event: 'Order', since: noon }],
    });
  await shop.say({ type: 'identify', userId: 'ada', traits: { plan: 'gold' } });
  await shop.settle();
  expect((await shop.wakes()).map(({ kind }) => kind)).toEqual(['changed']);
  await shop.say(on('Order', 'ada', {}, at(noon + 1)));
  await shop.settle();
  expect((await shop.wakes()).map(({ kind }) => kind)).toEqual(['event']);
});

it('wakes a convoy once for all that befalls it', async () => {
  await shop.publish({});
  await shop.say(on('Enter', 'ada'), on('Enter', 'bob'));
  await shop.settle();
  const runs = await shop.runs();
  expect(new Set(runs.map(({ convoyId }) => convoyId)).size).toBe(1);
});

it('starts, wakes and ends nothing by history', async () => {
  await shop.publish({ entry: { kind: 'event', event: 'Order' }, exits: [{ event: 'Gone' }] });
  await shop.say(on('Order', 'ada', {}, at(noon - day - 1)), on('Order', 'bob', {}, at(noon - minute)));
  await acceptEvents(
    { db: shop.db, clock: shop.clock },
    shop.workspaceId,
    { kind: 'product' },
    [{ type: 'track', ...on('Gone', 'bob', {}, at(noon)) }],
    { imported: true },
  );
  await shop.settle();
  expect(await shop.runs()).toHaveLength(1);
  expect(await shop.exits()).toEqual([]);
  expect(await shop.db.$count(events, eq(events.workspaceId, shop.workspaceId))).toBe(3);
});

it('lets people enter a paused journey and stand at its entry, in no convoy', async () => {
  const { journeyId } = await shop.publish({});
  await shop.db.update(journeys).set({ state: 'paused', pausedAt: noon }).where(eq(journeys.id, journeyId));
  await shop.say(on('Enter', 'ada'));
  await shop.settle();
  expect(await shop.runs()).toMatchObject([{ step: 'entry', convoyId: null }]);
});

it('lets nobody enter a journey that was stopped', async () => {
  const { journeyId } = await shop.publish({});
  await shop.db.update(journeys).set({ state: 'stopped' }).where(eq(journeys.id, journeyId));
  await shop.say(on('Enter', 'ada'));
  await shop.settle();
  expect(await shop.runs()).toEqual([]);
});

it('takes people in by API call', async () => {
  const { journeyId } = await shop.publish({ entry: { kind: 'api', key: 'properties.key' } });
  await shop.say(on(`$enter:${journeyId}`, 'ada', { key: 'k', plan: 'gold' }), on('Enter', 'ada'));
  await shop.settle();
  expect(await shop.runs()).toMatchObject([{ entryKey: 'k', entry: { properties: { plan: 'gold' } } }]);
});

it('holds out the share that the journey says, the same people ever after', async () => {
  const { journeyId } = await shop.publish({
    entry: { kind: 'event', event: 'Enter', reentry: { kind: 'always' } },
    exits: [{ event: 'Done' }],
    holdout: 0.25,
  });
  const people = Array.from({ length: 400 }, (_, n) => `p${n}`);
  await shop.say(...people.map((id) => on('Enter', id)));
  await shop.say(...people.map((id) => on('Done', id, {}, at(noon + 1))));
  await shop.settle();
  const first = new Map((await shop.runs()).map(({ profileId, holdout }) => [profileId, holdout]));
  const share = [...first.values()].filter(Boolean).length / 400;
  expect(share).toBeGreaterThan(0.17);
  expect(share).toBeLessThan(0.33);
  // A larger share later moves nobody who was there before.
  await shop.publish(
    { entry: { kind: 'event', event: 'Enter', reentry: { kind: 'always' } }, exits: [{ event: 'Done' }], holdout: 0.5 },
    journeyId,
  );
  await shop.say(...people.map((id) => on('Enter', id, {}, at(noon + 2))));
  await shop.settle();
  const again = (await shop.runs()).filter(({ enteredAt }) => enteredAt === noon + 2);
  expect(again).toHaveLength(400);
  expect(again.every(({ profileId, holdout }) => first.get(profileId) === holdout)).toBe(true);
});
