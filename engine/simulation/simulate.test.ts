import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aJourney, testStart } from '../testing/index.ts';
import type { Plan } from '../walk/plan.ts';
import { walk } from '../walk/walk.ts';
import type { Visit, WalkRun } from '../walk/walked.ts';
import { Log } from './log.ts';
import { LogWorld } from './log-world.ts';
import { wakeOf } from './outside.ts';
import type { Script } from './script.ts';
import { simulate } from './simulate.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ada = { id: 'ada', attributes: { lifetime_value: 310 }, timeZone: 'UTC' };
const entry = (properties = {}) => ({ event: { name: 'Cart Updated', properties, at: testStart } });
const paths = (visits: readonly Visit[]) => visits.map(({ step, left }) => `${step}.${left?.port ?? 'open'}`);

const cart = () =>
  aJourney()
    .entry('Cart Updated', { key: 'properties.cart' })
    .waitFor('Order Completed', 'PT1H', { key: { path: 'properties.cart' } })
    .on('wait', 'timeout')
    .sms('Your cart')
    .wait('P1D', 'day')
    .email('Still there');

describe('an abandoned cart', () => {
  it('walks to the end when nothing happens, with a reason and a date at each turn', async () => {
    const { visits, messages, end } = await simulate(cart().compiled(), ada, {}, entry({ cart: 'c1' }));
    expect(visits.map(({ step, at, left }) => [step, at - testStart, left?.port, left?.reason.text])).toEqual([
      ['entry', 0, 'next', 'Entered'],
      ['wait', 0, 'timeout', 'No Order Completed came in time'],
      ['sms', HOUR, 'next', 'Sent'],
      ['day', HOUR, 'next', 'The time has come'],
      ['email', HOUR + DAY, 'next', 'Sent'],
    ]);
    expect(messages.map(({ step, at }) => [step, at - testStart])).toEqual([
      ['sms', HOUR],
      ['email', HOUR + DAY],
    ]);
    expect(end).toMatchObject({ kind: 'ended', at: testStart + HOUR + DAY });
  });

  it('ends with an order of this cart and of no other', async () => {
    const order = (properties: { cart: string }, at: number) => ({
      name: 'Order Completed',
      properties,
      at: testStart + at,
    });
    const script = { events: [order({ cart: 'c2' }, 60_000), order({ cart: 'c1' }, HOUR)] };
    const { visits } = await simulate(cart().compiled(), ada, script, entry({ cart: 'c1' }));
    expect(paths(visits)).toEqual(['entry.next', 'wait.happened']);
    expect(visits[1]?.left?.at).toBe(testStart + HOUR);
  });

  it('counts the order of a quick person who ordered before the entry was read', async () => {
    const script = { events: [{ name: 'Order Completed', properties: { cart: 'c1' }, at: testStart + 1_000 }] };
    const late = { ...entry({ cart: 'c1' }), at: testStart + 5_000 };
    expect(paths((await simulate(cart().compiled(), ada, script, late)).visits)).toEqual([
      'entry.next',
      'wait.happened',
    ]);
  });

  it('does not take the entry itself for the event that is waited for', async () => {
    const plan = aJourney().entry('Cart Updated').waitFor('Cart Updated', 'PT1H').compiled();
    expect(paths((await simulate(plan, ada, {}, entry())).visits)).toEqual(['entry.next', 'wait.timeout']);
  });
});

it('leaves at once by an exit or a goal, inside a wait, and notes the goal', async () => {
  const goals = [{ event: 'Order Completed', within: 'P3D' }];
  const plan = aJourney()
    .entry('Cart Updated')
    .with({ goals, exits: [{ event: 'Unsubscribed' }] })
    .wait('P7D')
    .sms('Hi')
    .compiled();
  const at = testStart + HOUR;
  const bought = await simulate(plan, ada, { events: [{ name: 'Order Completed', at }] }, entry());
  expect(bought).toMatchObject({ end: { kind: 'left', at }, goals: [{ goal: 0, at }], messages: [] });
  const late = await simulate(plan, ada, { events: [{ name: 'Order Completed', at: testStart + 4 * DAY }] }, entry());
  expect(late).toMatchObject({ end: { kind: 'ended' }, goals: [] });
  const gone = await simulate(plan, ada, { events: [{ name: 'Unsubscribed', at }] }, entry());
  expect(gone.visits.at(-1)).toMatchObject({ step: 'wait', left: { at, reason: { text: 'Left: Unsubscribed' } } });
});

it('is not taken out by what came before the entry, nor by the entry itself', async () => {
  const exits = [{ event: 'Cart Updated' }, { event: 'Unsubscribed' }];
  const plan = aJourney().entry('Cart Updated').with({ exits }).wait('P1D').compiled();
  const events = [{ name: 'Unsubscribed', at: testStart - HOUR }];
  expect((await simulate(plan, ada, { events }, entry())).end.kind).toBe('ended');
});

it('waits for a condition until a change of the person makes it true', async () => {
  const condition = { kind: 'attribute', path: 'tier', op: 'is', value: 'gold' };
  const plan = aJourney()
    .entry('Cart Updated')
    .step('wait', { until: 'condition', condition, timeout: 'P7D' })
    .compiled();
  const at = testStart + DAY;
  const { visits } = await simulate(plan, ada, { changes: [{ at, attributes: { tier: 'gold' } }] }, entry());
  expect(visits.at(-1)).toMatchObject({ left: { port: 'happened', at, reason: { text: 'tier is gold' } } });
  const never = await simulate(plan, ada, {}, entry());
  expect(never.visits.at(-1)).toMatchObject({ left: { port: 'timeout', at: testStart + 7 * DAY } });
});

it('sees what was done with a message of the journey', async () => {
  const paths_ = [{ id: 'yes', name: 'Clicked', when: { kind: 'message', did: 'clicked', step: 'sms' } }];
  const plan = aJourney().entry('Cart Updated').sms('Look').wait('P1D').step('branch', { paths: paths_ }).compiled();
  const script = { engagements: [{ step: 'sms', did: 'clicked' as const, afterMs: HOUR }] };
  expect(paths((await simulate(plan, ada, script, entry())).visits).at(-1)).toBe('branch.yes');
  expect(paths((await simulate(plan, ada, {}, entry())).visits).at(-1)).toBe('branch.otherwise');
});

it('breaks off where it is told to, with the last visit open', async () => {
  const start = { ...entry({ cart: 'c1' }), until: testStart + 60_000 };
  const { visits, end } = await simulate(cart().compiled(), ada, {}, start);
  expect([paths(visits).at(-1), end.kind]).toEqual(['wait.open', 'open']);
});

it('sends nothing to who is held out, and decides all the same', async () => {
  const { messages, visits } = await simulate(cart().compiled(), ada, {}, { ...entry({ cart: 'c1' }), holdout: true });
  expect(messages.map(({ result }) => result)).toEqual(['ghost', 'ghost']);
  expect(visits).toHaveLength(5);
});

it('holds back a message of who is held out as it would any other', async () => {
  const sends = { sms: { kind: 'skipped', gate: 'consent', why: 'No consent for sms is recorded' } } as const;
  const { messages } = await simulate(cart().compiled(), ada, { sends }, { ...entry({ cart: 'c1' }), holdout: true });
  expect(messages.map(({ result }) => result)).toEqual(['skipped', 'ghost']);
});

const labyrinth = (): Plan =>
  aJourney()
    .entry('Cart Updated')
    .split({ a: 0.3, b: 0.3, c: 0.4 })
    .on('split', 'a')
    .sms('A', 'sms-a')
    .waitFor('Ordered', 'PT6H', {}, 'hold')
    .on('hold', 'timeout')
    .step('update-profile', { changes: [{ attribute: 'nudges', set: { to: 'add', value: 1 } }] }, 'count')
    .step('go-to', { to: 'sms-a', limit: 2 }, 'again')
    .on('split', 'b')
    .step('branch', {
      paths: [
        {
          id: 'many',
          name: 'Many',
          when: { kind: 'events', event: 'Ordered', within: 'P2D', measure: 'count', op: 'at-least', value: 2 },
        },
      ],
    })
    .on('branch', 'otherwise')
    .step(
      'wait',
      { until: 'condition', timeout: 'P1D', condition: { kind: 'attribute', path: 'n', op: 'at-least', value: 3 } },
      'until',
    )
    .step('emit-event', { event: 'Ordered', properties: [] })
    .on('split', 'c')
    .step('wait', { until: 'local-time', time: '18:00' }, 'evening')
    .email('C')
    .compiled();

/** Everybody together, whoever is due walked as one set: what drives live runs, in small. */
async function together(
  plan: Plan,
  people: readonly { id: string; script: Script }[],
): Promise<ReadonlyMap<string, readonly Visit[]>> {
  const log = new Log();
  for (const { id, script } of people) {
    log.profiles.set(id, { ...ada });
    for (const { name, at, properties = {} } of script.events ?? [])
      log.events.push({ profileId: id, name, at, properties });
    for (const { at, attributes } of script.changes ?? []) log.setAttributes(id, attributes, at);
  }
  const visits = new Map<string, Map<string, Visit>>();
  const due = new Map(people.map(({ id }) => [id, { at: testStart, run: entered(id) }]));
  while (due.size > 0) {
    const now = Math.min(...[...due.values()].map(({ at }) => at));
    const ready = [...due.values()].filter(({ at }) => at === now).map(({ run }) => run);
    for (const walked of await walk(plan, ready, new LogWorld(log, now))) {
      const { profileId: id, journeyId } = walked.run;
      const known = visits.get(id) ?? new Map<string, Visit>();
      for (const visit of walked.visits) known.set(`${visit.step} ${visit.n}`, visit);
      visits.set(id, known);
      due.delete(id);
      for (const { arm, step } of walked.assignments) log.assign(id, journeyId, step, arm);
      for (const { effect } of walked.effects) {
        if (effect.kind === 'set-attributes') log.setAttributes(id, effect.attributes, now);
        else log.events.push({ profileId: id, name: effect.event, properties: effect.properties, at: now });
      }
      const { rest, run } = walked;
      if (rest.kind === 'send')
        due.set(id, {
          at: now,
          run: { ...run, lastSendAt: now, resume: { kind: 'sent', result: { kind: 'accepted' } } },
        });
      if (rest.kind !== 'wait') continue;
      const wake = wakeOf(rest.wait, run, new LogWorld(log, now));
      due.set(id, { at: wake.at, run: { ...run, resume: wake.resume } });
    }
  }
  return new Map([...visits].map(([id, known]) => [id, [...known.values()]]));
}

const entered = (profileId: string): WalkRun => ({
  ...{
    id: `run-${profileId}`,
    journeyId: 'journey',
    profileId,
    entryKey: '',
    enteredAt: testStart,
    arrivedAt: testStart,
  },
  ...{ entry: entry().event, step: 'entry', visit: 0, variables: {}, visits: {}, holdout: false },
});

it('agrees with the walk of a crowd, person by person', async () => {
  const at = fc.integer({ min: -3 * 24, max: 5 * 24 }).map((hours) => testStart + hours * HOUR + 1);
  const script = fc.record({
    events: fc.array(fc.record({ name: fc.constant('Ordered'), at }), { maxLength: 4 }),
    changes: fc.array(fc.record({ at, attributes: fc.record({ n: fc.integer({ min: 0, max: 4 }) }) }), {
      maxLength: 3,
    }),
  });
  const plan = labyrinth();
  await fc.assert(
    fc.asyncProperty(fc.array(script, { minLength: 1, maxLength: 12 }), async (scripts) => {
      const people = scripts.map((one, index) => ({ id: `p${index}`, script: one }));
      const crowd = await together(plan, people);
      for (const { id, script: own } of people) {
        const alone = await simulate(plan, { ...ada, id }, own, entry());
        expect(alone.visits).toEqual(crowd.get(id));
        expect(alone.end.kind).toBe('ended');
      }
    }),
    { numRuns: 40 },
  );
});
