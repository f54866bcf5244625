import {
  type FactRequest,
  type FactValue,
  type JsonObject,
  journeyDocument,
  type MessageId,
  numberOf,
  type ProfileId,
  propertyOf,
  type RunId,
} from '@wend/engine';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aDocument } from '../../../test/run-loop/bed/nodes.ts';
import { aTestBed, START, type TestBed } from '../../../test/run-loop/bed/test-bed.ts';
import { newId } from '../../ids/index.ts';
import { consentStates, conversions, type Message, messages, runs } from '../../tables/index.ts';
import { judge } from '../judge.ts';
import { LiveWorld } from './live-world.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const document = aDocument({ hello: { type: 'say' }, later: { type: 'say' } });
let bed: TestBed;
let people: readonly { readonly profileId: ProfileId; readonly runId: RunId }[];

/** Five people of one journey; a message that left an hour ago unless said otherwise. */
beforeAll(async () => {
  bed = await aTestBed();
  const journey = await bed.journey(document);
  const entered = [];
  for (let n = 0; n < 5; n += 1) {
    const profileId = await bed.person();
    entered.push({ profileId, runId: await bed.enter(journey, profileId, { holdout: n === 4 }) });
  }
  people = entered;
  // Entered before any window of a week.
  await bed.db
    .update(runs)
    .set({ enteredAt: START - 30 * DAY })
    .where(eq(runs.id, personAt(3).runId));
  const sent = async (person: number, step: string, more: Partial<Message> = {}) => {
    const spec = {
      channel: 'sms',
      purpose: 'marketing',
      content: {},
      whenHeld: { quietHours: 'defer', frequencyCap: 'defer' },
    } as const;
    const { workspaceId } = bed;
    await bed.db.insert(messages).values({
      ...personAt(person),
      workspaceId,
      id: newId<MessageId>(),
      journeyId: journey.journeyId,
      journeyVersionId: journey.versionId,
      step,
      visit: 1,
      channel: 'sms',
      purpose: 'marketing',
      spec,
      state: 'accepted',
      plannedAt: START - 2 * HOUR,
      sendingAt: START - HOUR,
      ...more,
    });
  };
  const heard = { deliveredAt: START - HOUR + 1, clickedAt: START - HOUR + 2 };
  await sent(0, 'hello', heard);
  await sent(0, 'later', heard);
  await sent(1, 'hello', { deliveredAt: heard.deliveredAt });
  await sent(2, 'hello', { state: 'unknown' });
  await sent(2, 'later', { state: 'rejected' });
  await sent(3, 'hello', {
    ...heard,
    sendingAt: START - 8 * DAY,
    deliveredAt: START - 8 * DAY,
    clickedAt: START - 8 * DAY,
  });
  const converts = async (person: number, goal: number) =>
    bed.db.insert(conversions).values({
      ...personAt(person),
      workspaceId: bed.workspaceId,
      goal,
      journeyId: journey.journeyId,
      journeyVersionId: journey.versionId,
      eventId: newId(),
      at: START,
    });
  // Two goals of one run are one conversion; who got nothing to compare with, and who entered long ago, do not count.
  for (const [person, goal] of [
    [0, 0],
    [0, 1],
    [3, 0],
    [4, 0],
  ] as const)
    await converts(person, goal);
});
afterAll(() => bed.close());

function personAt(n: number) {
  const person = people[n];
  if (!person) throw new Error('Nobody');
  return person;
}

async function answersTo(request: FactRequest): Promise<readonly FactValue[]> {
  const views = await Promise.all(people.map(({ runId }) => bed.run(runId)));
  const context = {
    db: bed.db,
    judge,
    workspaceId: bed.workspaceId,
    document: journeyDocument.parse(document),
    now: START,
  };
  const world = new LiveWorld(context, new Set());
  return world.facts(views.map((run) => ({ run: { ...run, lastSendAt: undefined }, request })));
}
const rate = async (metric: Extract<FactRequest, { kind: 'metric' }>['metric']) =>
  (await answersTo({ kind: 'metric', metric }))[0];

it('knows how much of what a journey sent in a window was delivered and clicked, and who converted', async () => {
  expect(await rate({ rate: 'delivery', within: 'P7D' })).toEqual({ numerator: 3, denominator: 4 });
  expect(await rate({ rate: 'delivery', within: 'P7D', step: 'hello' })).toEqual({ numerator: 2, denominator: 3 });
  expect(await rate({ rate: 'click', within: 'P7D' })).toEqual({ numerator: 1, denominator: 2 });
  expect(await rate({ rate: 'click', within: 'P9D' })).toEqual({ numerator: 2, denominator: 3 });
  expect(await rate({ rate: 'conversion', within: 'P7D' })).toEqual({ numerator: 1, denominator: 3 });
});

it('knows what each person did with their messages', async () => {
  const counts = async (request: FactRequest) =>
    (await answersTo(request)).map((answer) =>
      typeof answer === 'object' && 'count' in answer ? answer.count : answer,
    );
  expect(await counts({ kind: 'message', did: 'sent' })).toEqual([2, 1, 1, 1, 0]);
  expect(await counts({ kind: 'message', did: 'sent', within: 'P7D' })).toEqual([2, 1, 1, 0, 0]);
  expect(await counts({ kind: 'message', did: 'delivered', step: 'hello' })).toEqual([1, 1, 0, 1, 0]);
  expect(await counts({ kind: 'message', did: 'clicked', channel: 'sms' })).toEqual([2, 0, 0, 1, 0]);
  expect(await counts({ kind: 'message', did: 'clicked', channel: 'email' })).toEqual([0, 0, 0, 0, 0]);
  const [first] = await answersTo({ kind: 'message', did: 'clicked' });
  expect(first).toMatchObject({ lastAt: START - HOUR + 2 });
});

it('sums what each person spent in a window', async () => {
  const spent = (person: number, total: number | string, daysAgo: number) =>
    bed.learn(personAt(person).profileId, 'Ordered', { at: START - daysAgo * DAY, properties: { total } });
  await spent(0, 10, 1);
  await spent(0, 5.5, 2);
  await spent(0, '100', 3);
  await spent(1, 7, 40);
  const ordered = { kind: 'events', event: 'Ordered', sum: 'properties.total' } as const;
  expect(await answersTo({ ...ordered, within: 'P30D' })).toEqual([
    { count: 3, sum: 115.5, lastAt: START - DAY },
    ...Array.from({ length: 4 }, () => ({ count: 0, sum: 0 })),
  ]);
  expect((await answersTo(ordered))[1]).toEqual({ count: 1, sum: 7, lastAt: START - 40 * DAY });
});

it('adds what is a number wherever it stands and however it is written, as a simulation does', async () => {
  const said: readonly JsonObject[] = [
    ...[12, -3.5, '19.90', ' 7 ', '+2', '.5', '1.', '1e3', '1,5', '', 'many', true, null, [4], '9'.repeat(41)].map(
      (total) => ({ total }),
    ),
    {},
    { cart: { total: 3 }, items: [{ total: '4' }], properties: { total: 5 } },
    { total: null, properties: { total: 6 } },
  ];
  for (const [n, properties] of said.entries())
    await bed.learn(personAt(0).profileId, 'Bought', { at: START - (n + 1) * 1_000, properties });
  for (const sum of [
    'properties.total',
    'total',
    'properties.cart.total',
    'cart.total',
    'items.0.total',
    'name',
    'properties.properties.total',
  ]) {
    const amounts = said.map(
      (properties, n) => numberOf(propertyOf({ name: 'Bought', properties, at: START - (n + 1) * 1_000 }, sum)) ?? 0,
    );
    const total = amounts.reduce((one, other) => one + other, 0);
    const ask = { kind: 'events', event: 'Bought', sum } as const;
    const filtered = { ...ask, where: [{ path: 'none', op: 'missing' }] } as const;
    for (const request of [ask, filtered])
      expect((await answersTo(request))[0], sum).toMatchObject({ sum: expect.closeTo(total) });
  }
});

it('knows who may be written to: a withdrawal of channel or topic wins', async () => {
  const own = { workspaceId: bed.workspaceId, profileId: personAt(1).profileId, channel: 'sms' };
  await bed.db.insert(consentStates).values({ ...own, topic: 'offers', state: 'withdrawn', at: START });
  expect(await answersTo({ kind: 'consent', channel: 'sms' })).toEqual(people.map(() => 'granted'));
  expect((await answersTo({ kind: 'consent', channel: 'sms', topic: 'offers' })).slice(0, 2)).toEqual([
    'granted',
    'withdrawn',
  ]);
  expect(await answersTo({ kind: 'consent', channel: 'push' })).toEqual(people.map(() => 'unknown'));
});
