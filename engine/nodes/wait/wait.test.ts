import { describe, expect, it } from 'vitest';
import type { WorldOptions } from '../../testing/index.ts';
import { aJourney, aRun, aWorld, resumed, testStart } from '../../testing/index.ts';
import type { JsonObject } from '../../values/json.ts';
import { walk } from '../../walk/walk.ts';
import type { WalkRun } from '../../walk/walked.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Enters a journey of this one wait; journeys with a key when the run has one. */
async function arrive(config: JsonObject, world: WorldOptions = {}, run: Partial<WalkRun> = {}) {
  const journey = aJourney().entry('Signed Up', { key: 'properties.cart' }).step('wait', config);
  const plan = journey.compiled();
  const [walked] = await walk(plan, [aRun(run)], aWorld(world));
  if (!walked) throw new Error('no run');
  return {
    plan,
    walked,
    visit: walked.visits.at(-1),
    wait: walked.rest.kind === 'wait' ? walked.rest.wait : undefined,
  };
}

describe('for a time', () => {
  it('is a day of the person by their clock, over a change of it', async () => {
    const at = Date.parse('2025-03-29T11:00:00Z');
    const { wait } = await arrive({ until: 'duration', for: 'P1D' }, { at, timeZone: 'Europe/Paris' });
    expect(wait?.until).toBe(at + 23 * HOUR);
    expect(wait?.reason.text).toBe('Waits until Sun 30 Mar 2025, 12:00, their time');
  });

  it('goes on when the time has come, and when somebody lets go', async () => {
    const { plan, walked } = await arrive({ until: 'duration', for: 'PT1H' });
    const [due] = await walk(plan, [resumed(walked, { kind: 'due' })], aWorld({ at: testStart + HOUR }));
    expect(due?.visits).toMatchObject([
      { step: 'wait', n: 1, at: testStart, left: { port: 'next', at: testStart + HOUR } },
    ]);
    const [released] = await walk(plan, [resumed(walked, { kind: 'released' })], aWorld());
    expect(released?.visits[0]?.left?.reason.text).toBe('The wait was ended by hand');
  });
});

describe('until a date', () => {
  const birthday = { until: 'date', date: { from: 'attribute', path: 'birthday' } };

  it('comes so long before a date of the person, at a time of theirs', async () => {
    const config = { ...birthday, offset: { by: 'P3D', direction: 'before' }, at: '09:00' };
    const { wait } = await arrive(config, { attributes: { birthday: '2025-04-01' }, timeZone: 'America/New_York' });
    expect(new Date(wait?.until ?? 0).toISOString()).toBe('2025-03-29T13:00:00.000Z');
  });

  it('reads a date of the entry event', async () => {
    const run = { entry: { name: 'Booked', properties: { starts: '2025-03-10T15:00:00Z' }, at: testStart } };
    const { wait } = await arrive(
      { until: 'date', date: { from: 'event', path: 'properties.starts' }, offset: { by: 'PT1H', direction: 'after' } },
      {},
      run,
    );
    expect(wait?.until).toBe(Date.parse('2025-03-10T16:00:00Z'));
  });

  it('waits for nobody whose date is past, and has a path for who has none', async () => {
    const past = await arrive(birthday, { attributes: { birthday: '2025-01-01' } });
    expect(past.visit?.left).toMatchObject({
      port: 'next',
      reason: { text: expect.stringContaining('is past already') },
    });
    for (const value of [undefined, null, 'soon', { y: 1 }]) {
      const none = await arrive(birthday, { attributes: { birthday: value } });
      expect(none.visit?.left?.port).toBe('no-date');
    }
  });
});

describe('until a time of day', () => {
  it('is the next such time on one of the days, by the clock of the person', async () => {
    // Monday 9:00 UTC is 18:00 in Tokyo.
    const { wait } = await arrive({ until: 'local-time', time: '10:30', weekdays: [3] }, { timeZone: 'Asia/Tokyo' });
    expect(new Date(wait?.until ?? 0).toISOString()).toBe('2025-03-05T01:30:00.000Z');
    expect(wait?.reason.text).toBe('Waits until Wed 10:30, their time');
  });
});

describe('until something happens', () => {
  const ordered = { until: 'event', event: 'Ordered', timeout: 'P3D' };
  const entry = { name: 'Signed Up', properties: {}, at: testStart - 5_000 };

  it('counts from the message before, else from the entry by its own time', async () => {
    const lastSendAt = testStart - 1_000;
    expect((await arrive(ordered, {}, { entry, lastSendAt })).wait?.events?.[0]?.since).toBe(lastSendAt);
    expect((await arrive(ordered, {}, { entry })).wait?.events?.[0]?.since).toBe(entry.at);
    expect((await arrive({ ...ordered, since: 'entry' }, {}, { entry, lastSendAt })).wait?.events?.[0]?.since).toBe(
      entry.at,
    );
    expect((await arrive({ ...ordered, since: 'now' }, {}, { entry, lastSendAt })).wait?.events?.[0]?.since).toBe(
      testStart,
    );
  });

  it('ends its window and its time-out at once, however late somebody comes to it', async () => {
    const lastSendAt = testStart - 4 * DAY;
    const { wait } = await arrive(ordered, {}, { entry, lastSendAt });
    expect(wait).toMatchObject({ until: testStart - DAY, events: [{ since: lastSendAt }] });
    expect((await arrive({ ...ordered, since: 'now' }, {}, { entry, lastSendAt })).wait?.until).toBe(
      testStart + 3 * DAY,
    );
  });

  it('listens for the same cart, or for what an earlier step has found out', async () => {
    const key = await arrive({ ...ordered, key: { path: 'properties.cart' } }, {}, { entryKey: 'c1' });
    expect(key.wait?.events?.[0]?.key).toEqual({ path: 'properties.cart', equals: 'c1' });
    const config = { ...ordered, key: { path: 'properties.order', equals: 'answer.id' } };
    const found = await arrive(config, {}, { variables: { answer: { id: 17 } } });
    expect(found.wait?.events?.[0]?.key).toEqual({ path: 'properties.order', equals: '17' });
  });

  it('says which event came, or that none did', async () => {
    const { plan, walked, wait } = await arrive(ordered);
    expect(wait?.until).toBe(testStart + 3 * DAY);
    const event = { name: 'Ordered', properties: { value: 40 }, at: testStart + HOUR };
    const [came] = await walk(plan, [resumed(walked, { kind: 'event', event })], aWorld({ at: testStart + HOUR }));
    expect(came?.visits[0]?.left).toMatchObject({
      port: 'happened',
      reason: { text: 'Ordered came Mon 10:00', facts: { value: 40 } },
    });
    const [none] = await walk(plan, [resumed(walked, { kind: 'due' })], aWorld({ at: testStart + 3 * DAY }));
    expect(none?.visits[0]?.left).toMatchObject({ port: 'timeout', reason: { text: 'No Ordered came in time' } });
  });
});

describe('until something is true', () => {
  const gold = {
    until: 'condition',
    timeout: 'P1D',
    condition: { kind: 'attribute', path: 'tier', op: 'is', value: 'gold' },
  };

  it('goes on at once where it is true already, with the reason', async () => {
    const { visit } = await arrive(gold, { attributes: { tier: 'gold' } });
    expect(visit?.left).toMatchObject({ port: 'happened', reason: { text: 'tier is gold' } });
  });

  it('looks again at every change, a last time at the end, and keeps its deadline', async () => {
    const { plan, walked, wait } = await arrive(gold, { attributes: { tier: 'new' } });
    expect(wait).toMatchObject({ until: testStart + DAY, reason: { text: 'Not yet: tier new, not gold' } });
    const look = (at: number, attributes: JsonObject) =>
      walk(plan, [resumed(walked, { kind: 'changed' })], aWorld({ at, attributes }));
    const [still] = await look(testStart + HOUR, { tier: 'silver' });
    expect(still?.rest).toMatchObject({ kind: 'wait', wait: { until: testStart + DAY } });
    const [met] = await look(testStart + HOUR, { tier: 'gold' });
    expect(met?.visits[0]?.left?.port).toBe('happened');
    const [never] = await look(testStart + DAY, { tier: 'silver' });
    expect(never?.visits[0]?.left).toMatchObject({
      port: 'timeout',
      reason: { text: 'Not in time: tier silver, not gold' },
    });
  });
});
