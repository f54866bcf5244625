import { builtInNodes, nodeTypesOf } from '@wend/engine';
import { aJourney } from '@wend/engine/testing';
import { eq } from 'drizzle-orm';
import { afterEach, expect, it } from 'vitest';
import { aDocument } from '../../test/run-loop/bed/nodes.ts';
import { aTestBed, START, type TestBed } from '../../test/run-loop/bed/test-bed.ts';
import { storeKnownEvents } from '../intake/store-known-events.ts';
import { eventQueue, events, profiles, visits, waits, wakes } from '../tables/index.ts';
import { wakeRuns } from '../trips/wake-runs.ts';
import { planCompiler } from './compile-plan.ts';
import type { DrivePoint } from './deps.ts';

let bed: TestBed;
afterEach(() => bed.close());

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const waiting = (config: Record<string, unknown> = {}) =>
  aDocument({
    pause: { type: 'rest', config: { for: 'PT1H', event: 'Ordered', ...config }, to: { late: 'nudge' } },
    nudge: { type: 'say' },
  });
const askThenRest = aDocument({
  ask: { type: 'say' },
  pause: { type: 'rest', config: { event: 'Ordered' }, to: { late: 'mail' } },
  mail: { type: 'say' },
});

function firstTime(point: DrivePoint, work: () => Promise<unknown>): (reached: DrivePoint) => Promise<void> {
  let done = false;
  return async (reached) => {
    if (reached !== point || done) return;
    done = true;
    await work();
  };
}

it('sees an event that was learned between the decision to wait and its commit', async () => {
  bed = await aTestBed({ at: firstTime('before-commit', () => bed.learn(profileId, 'Ordered', { at: START + 1 })) });
  const profileId = await bed.person();
  const runId = await bed.enter(await bed.journey(waiting()), profileId);
  bed.clock.moveTo(START + 10);
  await bed.trips.runUntil(START + 10);
  expect(await bed.run(runId)).toMatchObject({ phase: 'ended' });
  expect(bed.provider.requests).toHaveLength(0);
});

it.each([
  ['hears an event of the very instant of the deadline', 0, 'ended'],
  ['hears none after it', 1, 'waiting'],
])('%s, where it was learned before the wait was committed', async (_, afterMs, phase) => {
  const at = START + 5 * MINUTE + afterMs;
  bed = await aTestBed({ at: firstTime('before-commit', () => bed.learn(profileId, 'Ordered', { at })) });
  const profileId = await bed.person();
  const runId = await bed.enter(await bed.journey(waiting({ for: 'PT5M' })), profileId);
  await bed.trips.runUntil(START);
  expect(await bed.run(runId)).toMatchObject({ phase });
});

it('hears the fast customer who answers before the wait is opened, since the send', async () => {
  bed = await aTestBed();
  const profileId = await bed.person();
  bed.provider.onSend = async () => {
    bed.clock.moveTo(START + 5);
    await bed.learn(profileId, 'Ordered', { at: START + 3 });
  };
  const runId = await bed.enter(await bed.journey(askThenRest), profileId);
  await bed.trips.runUntil(START + 5);
  expect(await bed.run(runId)).toMatchObject({ phase: 'ended', lastSendAt: START });
});

it('does not take what they did before the message left for an answer to it', async () => {
  bed = await aTestBed({
    at: firstTime('before-gates', async () => {
      await bed.learn(profileId, 'Ordered', { at: START + 5 });
      bed.clock.moveTo(START + 10);
    }),
  });
  const profileId = await bed.person();
  const runId = await bed.enter(await bed.journey(askThenRest), profileId);
  await bed.trips.runUntil(START + 10);
  expect(await bed.run(runId)).toMatchObject({ phase: 'waiting', lastSendAt: START + 10 });
});

it.each([
  ['hears, late as it is, what came in time', 30 * MINUTE, 'happened'],
  ['does not wait longer because it is late', 70 * MINUTE, 'timeout'],
])('%s', async (_, afterMs, port) => {
  bed = await aTestBed({ compile: planCompiler(nodeTypesOf(builtInNodes)) });
  const profileId = await bed.person();
  const document = aJourney().entry('Came').waitFor('Ordered', 'PT1H', {}, 'order').with({ quietHours: 'none' });
  const runId = await bed.enter(await bed.journey(document.document()), profileId);
  await bed.learn(profileId, 'Ordered', { at: START + afterMs });
  bed.clock.moveTo(START + 2 * HOUR);
  await bed.trips.runUntil(START + 2 * HOUR);
  expect(await bed.run(runId)).toMatchObject({ phase: 'ended' });
  expect(await bed.db.select({ port: visits.port }).from(visits).where(eq(visits.step, 'order'))).toEqual([{ port }]);
});

it('hears nothing that happened before, of another name, of another cart, or of the past', async () => {
  bed = await aTestBed();
  const profileId = await bed.person();
  const runId = await bed.enter(await bed.journey(waiting({ key: 'properties.cart' })), profileId, { key: 'cart-1' });
  await bed.learn(profileId, 'Ordered', { at: START, properties: { cart: 'cart-1' } });
  bed.clock.moveTo(START + 10);
  await bed.learn(profileId, 'Looked', { at: START + 1, properties: { cart: 'cart-1' } });
  await bed.learn(profileId, 'Ordered', { at: START + 1, properties: { cart: 'cart-2' } });
  const old = await bed.learn(profileId, 'Ordered', { at: START + 1, properties: { cart: 'cart-1' } });
  await bed.db.update(events).set({ historical: true }).where(eq(events.id, old));
  await bed.trips.runUntil(START + 20);
  expect(await bed.run(runId)).toMatchObject({ phase: 'waiting' });
  expect(await bed.db.select().from(wakes)).toEqual([]);
});

it('does not let the event that started a run end its first wait', async () => {
  bed = await aTestBed();
  const profileId = await bed.person();
  const eventId = await bed.learn(profileId, 'Ordered', { at: START + 1 });
  const runId = await bed.enter(await bed.journey(waiting()), profileId);
  await bed.db.execute(`update runs set entry_event_id = '${eventId}'`);
  await bed.trips.runUntil(START + 10);
  expect(await bed.run(runId)).toMatchObject({ phase: 'waiting' });
});

it('lets the event win at a tie with the deadline', async () => {
  bed = await aTestBed();
  const profileId = await bed.person();
  const runId = await bed.enter(await bed.journey(waiting()), profileId);
  await bed.trips.runUntil(START + HOUR - 1);
  bed.clock.moveTo(START + HOUR);
  const eventId = await bed.learn(profileId, 'Ordered', { at: START + HOUR });
  await bed.db.transaction(async (tx) => {
    const [wait] = await tx.select().from(waits);
    if (!wait) throw new Error('No wait');
    const event = { name: 'Ordered', properties: {}, at: START + HOUR };
    await tx.insert(wakes).values({
      workspaceId: bed.workspaceId,
      profileId,
      waitId: wait.id,
      runId,
      kind: 'event',
      eventId,
      event,
      at: START + HOUR,
    });
    await wakeRuns(tx, bed.clock, bed.workspaceId, [{ profileId, runId }]);
  });
  await bed.trips.runUntil(START + HOUR);
  expect(await bed.run(runId)).toMatchObject({ phase: 'ended' });
  expect(bed.provider.requests).toHaveLength(0);
});

it('sees a change of the person between the look at a condition and the opening of its wait', async () => {
  bed = await aTestBed({
    at: firstTime('before-commit', () => bed.db.update(profiles).set({ attributes: { vip: true } })),
  });
  const runId = await bed.enter(
    await bed.journey(aDocument({ pause: { type: 'rest', config: { attribute: 'vip' } } })),
    await bed.person(),
  );
  await bed.trips.runUntil(START);
  expect(await bed.run(runId)).toMatchObject({ phase: 'ended' });
});

it('keeps one wait while its condition is looked at again, and a change written meanwhile is looked at too', async () => {
  let looks = 0;
  bed = await aTestBed({
    at: async (point) => {
      if (point !== 'before-commit' || (looks += 1) !== 2) return;
      await bed.db.update(profiles).set({ attributes: { vip: true } });
      await bed.db.update(wakes).set({ at: START + 1 });
    },
  });
  const runId = await bed.enter(
    await bed.journey(aDocument({ pause: { type: 'rest', config: { attribute: 'vip' } } })),
    await bed.person(),
  );
  await bed.trips.runUntil(START + MINUTE);
  expect(await bed.run(runId)).toMatchObject({ phase: 'ended' });
  expect(await bed.db.select().from(waits)).toHaveLength(1);
});

it('says what a step changes as events of the person, once, and the run sees its own change at once', async () => {
  bed = await aTestBed();
  const profileId = await bed.person();
  await bed.enter(
    await bed.journey(
      aDocument({
        change: { type: 'change', config: { attribute: 'vip' } },
        pause: { type: 'rest', config: { attribute: 'vip' } },
        done: { type: 'stop' },
      }),
    ),
    profileId,
  );
  await bed.trips.runUntil(START);
  expect(await bed.db.select().from(events).orderBy(events.type)).toMatchObject([
    { profileId, type: 'identify', traits: { vip: true } },
    { profileId, type: 'track', name: 'Seen' },
  ]);
  expect(await bed.db.select().from(eventQueue)).toMatchObject([
    { stage: 'learn', profileId },
    { stage: 'learn', profileId },
  ]);
  expect((await bed.db.select().from(visits)).map(({ step }) => step).sort()).toEqual([
    'change',
    'done',
    'entry',
    'pause',
  ]);
});

it('keeps what a step says again, of the same run and visit, as one event', async () => {
  bed = await aTestBed();
  const profileId = await bed.person();
  const said = {
    workspaceId: bed.workspaceId,
    profileId,
    messageId: 'run:step:1:0',
    type: 'track',
    name: 'Seen',
    properties: {},
    at: START,
    receivedAt: START,
  } as const;
  for (let time = 0; time < 2; time += 1) await bed.db.transaction((tx) => storeKnownEvents(tx, [said]));
  expect([await bed.db.$count(events), await bed.db.$count(eventQueue)]).toEqual([1, 1]);
});

it('reads events through the same window whatever asks, and goes by them', async () => {
  bed = await aTestBed();
  const profileId = await bed.person();
  await bed.learn(profileId, 'Ordered', { at: START });
  bed.clock.moveTo(START + 10);
  await bed.learn(profileId, 'Ordered', { at: START + 11 });
  const runId = await bed.enter(
    await bed.journey(
      aDocument({
        fork: { type: 'fork', config: { event: 'Ordered', atLeast: 1 }, to: { yes: 'nudge' } },
        nudge: { type: 'say' },
      }),
    ),
    profileId,
  );
  await bed.trips.runUntil(START + 10);
  expect(await bed.run(runId)).toMatchObject({
    phase: 'ended',
    endReason: { text: 'Ordered 0 ≥ 1', facts: { count: 0 } },
  });
});
