import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { aMatcher, at, minute, noon, on, type Scene } from '../../test/harness/a-matcher.ts';
import { aDatabase, type TestDatabase } from '../../test/harness/index.ts';
import { storeKnownEvents } from '../intake/store-known-events.ts';
import { eventNames, events, profiles, rejectedEvents } from '../tables/index.ts';

let database: TestDatabase;
let shop: Scene;
beforeAll(async () => {
  database = await aDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  shop = await aMatcher(database);
});

const identify = (userId: string, traits: object = {}, more: object = {}) => ({
  type: 'identify',
  userId,
  traits,
  ...more,
});
const points = async () => (await shop.points()).map(({ channel, address }) => `${channel} ${address}`).sort();
const present = async () => (await shop.profiles()).filter(({ mergedInto }) => mergedInto === null);
const rejected = () => shop.db.select().from(rejectedEvents).where(eq(rejectedEvents.workspaceId, shop.workspaceId));
const ownersOf = async (name: string) =>
  (
    await shop.db
      .select()
      .from(events)
      .where(and(eq(events.workspaceId, shop.workspaceId), eq(events.name, name)))
  ).map(({ profileId }) => profileId);

it('gives everything of one id to one person', async () => {
  await shop.say(on('A', 'ada'), on('B', 'ada'), on('A', 'bob'));
  await shop.say(on('A', 'ada'));
  await shop.settle();
  expect(await present()).toHaveLength(2);
  const ada = await shop.person('ada');
  expect(await ownersOf('B')).toEqual([ada.id]);
});

it('makes a stranger the user they say they are, with all they did before', async () => {
  await shop.say({ event: 'Viewed', anonymousId: 'a1' });
  await shop.settle();
  await shop.say(identify('ada', { plan: 'gold' }, { anonymousId: 'a1' }), on('Order', 'ada'));
  await shop.settle();
  const ada = await shop.person('ada');
  expect([await present(), await ownersOf('Viewed'), await ownersOf('Order')]).toMatchObject([
    [{ id: ada.id, attributes: { plan: 'gold' } }],
    [ada.id],
    [ada.id],
  ]);
});

it('leaves a device to the person who signed in on it first', async () => {
  await shop.say(identify('ada', {}, { anonymousId: 'tablet' }));
  await shop.settle();
  await shop.say(identify('bob', {}, { anonymousId: 'tablet' }), { event: 'Viewed', anonymousId: 'tablet' });
  await shop.settle();
  expect(await present()).toHaveLength(2);
  expect(await ownersOf('Viewed')).toEqual([(await shop.person('ada')).id]);
});

it.each([
  ['in one batch', 1],
  ['in batches of one', 2],
])('joins a stranger and a known person %s: events, addresses, attributes', async (_, times) => {
  const said = [
    identify('ada', { plan: 'gold' }),
    { type: 'identify', anonymousId: 'a1', traits: { plan: 'tin', city: 'Paris', email: 'Ada@Example.com' } },
    { event: 'Viewed', anonymousId: 'a1' },
    on('Order', 'ada', {}, { anonymousId: 'a1' }),
  ];
  if (times === 1) await shop.say(...said);
  else
    for (const one of said) {
      await shop.say(one);
      await shop.settle();
    }
  await shop.settle();
  const ada = await shop.person('ada');
  expect(await present()).toMatchObject([{ id: ada.id, attributes: { plan: 'gold', city: 'Paris' } }]);
  expect(await ownersOf('Viewed')).toEqual([ada.id]);
  expect((await shop.points()).filter(({ profileId }) => profileId === ada.id).map(({ address }) => address)).toEqual([
    'ada@example.com',
  ]);
  expect((await shop.person('a1')).id).toBe(ada.id);
});

it('follows an alias, also over a chain of merges', async () => {
  await shop.say({ event: 'A', anonymousId: 'x' }, { event: 'A', anonymousId: 'y' }, on('A', 'old'), on('A', 'ada'));
  await shop.settle();
  await shop.say({ type: 'alias', previousId: 'x', userId: 'old' });
  await shop.settle();
  await shop.say(
    { type: 'alias', previousId: 'old', userId: 'ada' },
    { type: 'alias', previousId: 'y', userId: 'ada' },
  );
  await shop.settle();
  const ada = await shop.person('ada');
  expect((await shop.profiles()).map(({ id, mergedInto }) => mergedInto ?? id)).toEqual([
    ada.id,
    ada.id,
    ada.id,
    ada.id,
  ]);
  expect(new Set(await ownersOf('A'))).toEqual(new Set([ada.id]));
});

it('keeps attributes; null takes one away', async () => {
  await shop.say(
    identify('ada', { plan: 'gold', city: 'Paris', nested: { a: 1 } }),
    identify('ada', { city: null, plan: 'tin' }),
  );
  await shop.settle();
  expect((await shop.person('ada')).attributes).toEqual({ plan: 'tin', nested: { a: 1 } });
});

it('reads where a person is and how they are reached', async () => {
  await shop.say(
    identify('ada', {
      email: ' Ada@Example.COM ',
      phone: '06 12 34 56 78',
      country: 'France',
      locale: 'fr-FR',
      timezone: 'Europe/Paris',
    }),
    identify(
      'bob',
      { phone: '+44 7400 123456', address: { country: 'GB' }, email: 'no address', timezone: 'Mars/Crater' },
      { context: { timezone: 'Europe/London', locale: 'en-GB' } },
    ),
    identify('cyd', { country: 'EIRE' }, { context: { device: { token: 'tok-1', type: 'ios' } } }),
  );
  await shop.settle();
  expect(await shop.person('ada')).toMatchObject({ country: 'FR', language: 'fr', timeZone: 'Europe/Paris' });
  expect(await shop.person('bob')).toMatchObject({ country: 'GB', language: 'en', timeZone: 'Europe/London' });
  expect(await shop.person('cyd')).toMatchObject({ country: 'IE' });
  expect(await points()).toEqual(['email ada@example.com', 'push tok-1', 'sms +33612345678', 'sms +447400123456']);
});

it('adds consent up: the latest by its own time, a withdrawal at a tie', async () => {
  const said = (consent: object, ms: number) => identify('ada', { consent }, at(ms));
  await shop.say(
    said({ sms: true, email: { news: true } }, noon - 2 * minute),
    said({ sms: false }, noon - 3 * minute),
  );
  await shop.settle();
  expect((await shop.consents()).map(({ channel, topic, state }) => [channel, topic, state]).sort()).toEqual([
    ['email', 'news', 'granted'],
    ['sms', '*', 'granted'],
  ]);
  await shop.say(said({ sms: false }, noon - 2 * minute), said({ sms: true }, noon - 2 * minute));
  await shop.settle();
  expect((await shop.consents()).find(({ channel }) => channel === 'sms')?.state).toBe('withdrawn');
  expect((await shop.person('ada')).attributes).toEqual({});
});

it('holds a joined person to the stricter of two consents', async () => {
  await shop.say(identify('ada', { consent: { sms: true, email: false } }), {
    type: 'identify',
    anonymousId: 'a1',
    traits: { consent: { sms: false, email: true, push: true } },
  });
  await shop.settle();
  await shop.say(on('Order', 'ada', {}, { anonymousId: 'a1' }));
  await shop.settle();
  const ada = await shop.person('ada');
  const theirs = (await shop.consents())
    .filter(({ profileId }) => profileId === ada.id)
    .map(({ channel, state }) => [channel, state]);
  expect(theirs.sort()).toEqual([
    ['email', 'withdrawn'],
    ['push', 'granted'],
    ['sms', 'withdrawn'],
  ]);
});

it('lets a page say who a stranger is, and nothing of how a known person is reached or what they allowed', async () => {
  await shop.sayFromPage(identify('ada', { email: 'ada@example.com', consent: { email: true } }));
  await shop.settle();
  await shop.sayFromPage(
    identify(
      'ada',
      { email: 'thief@example.com', phone: '+33612345678', consent: { sms: true }, plan: 'gold' },
      { context: { device: { token: 'thief' } } },
    ),
  );
  await shop.settle();
  expect(await points()).toEqual(['email ada@example.com']);
  expect((await shop.consents()).map(({ channel }) => channel)).toEqual(['email']);
  expect((await shop.person('ada')).attributes).toEqual({ email: 'ada@example.com', plan: 'gold' });
  expect((await rejected()).map(({ field }) => field).sort()).toEqual([
    'context.device.token',
    'traits.consent',
    'traits.email',
    'traits.phone',
  ]);
  const { id: profileId } = await shop.person('ada');
  for (const one of await rejected()) expect(one).toMatchObject({ userId: 'ada', profileId });
});

it('lets a page say nothing of where a known person is and which language they read, not even where nobody said it', async () => {
  await shop.say(identify('ada', { country: 'FR', locale: 'fr' }), identify('bob'));
  await shop.settle();
  const elsewhere = {
    country: 'US',
    timezone: 'Asia/Tokyo',
    timeZone: 'Asia/Tokyo',
    locale: 'ja-JP',
    language: 'ja',
    address: { country: 'JP', timezone: 'Asia/Tokyo' },
  };
  const context = { timezone: 'Asia/Tokyo', locale: 'ja-JP', location: { country: 'JP' } };
  await shop.sayFromPage(identify('ada', elsewhere, { context }), identify('bob', {}, { context }));
  await shop.settle();
  expect(await shop.person('ada')).toMatchObject({ country: 'FR', language: 'fr', timeZone: null });
  expect((await shop.person('ada')).attributes).toEqual({ country: 'FR', locale: 'fr' });
  expect(await shop.person('bob')).toMatchObject({ country: null, language: null, timeZone: null });
  expect((await rejected()).map(({ field }) => field).sort()).toEqual(
    Object.keys(elsewhere)
      .map((name) => `traits.${name}`)
      .sort(),
  );
});

it('lets a page set nothing that its source protects, of a known person, and everything of a stranger', async () => {
  await shop.say(identify('ada', { tier: 'gold', plan: 'basic' }));
  await shop.settle();
  await shop.sayFromPageProtecting(
    ['tier', 'credit'],
    identify('ada', { tier: 'platinum', credit: 1_000, plan: 'pro' }),
    { type: 'identify', anonymousId: 'a1', traits: { tier: 'mine' } },
  );
  await shop.settle();
  expect((await shop.person('ada')).attributes).toEqual({ tier: 'gold', plan: 'pro' });
  expect((await rejected()).map(({ field }) => field).sort()).toEqual(['traits.credit', 'traits.tier']);
  const strangers = await shop.db.select().from(profiles).where(eq(profiles.workspaceId, shop.workspaceId));
  expect(strangers.map(({ attributes }) => attributes)).toContainEqual({ tier: 'mine' });
});

it('lets no page join two known people, nor bring an address along by way of a stranger', async () => {
  await shop.say(identify('ada', { email: 'ada@example.com' }), identify('bob'));
  await shop.settle();
  await shop.sayFromPage({ type: 'alias', previousId: 'bob', userId: 'ada' });
  await shop.sayFromPage({
    type: 'identify',
    anonymousId: 'a1',
    traits: { email: 'thief@example.com', consent: { sms: true } },
  });
  await shop.settle();
  await shop.sayFromPage(identify('ada', {}, { anonymousId: 'a1' }));
  await shop.settle();
  const ada = await shop.person('ada');
  expect((await shop.person('bob')).id).not.toBe(ada.id);
  expect((await shop.points()).filter(({ profileId }) => profileId === ada.id).map(({ address }) => address)).toEqual([
    'ada@example.com',
  ]);
  expect((await shop.consents()).filter(({ profileId }) => profileId === ada.id)).toEqual([]);
  expect(ada.attributes).toEqual({ email: 'ada@example.com' });
});

it('tells the pickers which events, properties and attributes there are, and of nobody what their value is', async () => {
  await shop.say(
    on('Order', 'ada', { revenue: 5, cart: { id: 'c' } }),
    identify('ada', { plan: 'gold', vip: true, born: '1815-12-10', tags: ['a'] }),
  );
  await shop.settle();
  const seen = await shop.db.select().from(eventNames).where(eq(eventNames.workspaceId, shop.workspaceId));
  expect(seen.map(({ kind, event, name, shape }) => [kind, event, name, shape])).toEqual(
    expect.arrayContaining([
      ['event', '', 'Order', null],
      ['property', 'Order', 'revenue', 'number'],
      ['property', 'Order', 'cart.id', 'text'],
      ['attribute', '', 'plan', 'text'],
      ['attribute', '', 'vip', 'yes-no'],
      ['attribute', '', 'born', 'time'],
      ['attribute', '', 'tags', null],
    ]),
  );
});

it('learns what a step sets where it lies: a part of an attribute, without its other parts', async () => {
  await shop.publish({});
  await shop.say(identify('ada', { address: { city: 'Bonn', street: 'Main', country: 'DE' } }), on('Enter', 'ada'));
  await shop.settle();
  const [run] = await shop.runs();
  if (!run) throw new Error('Nobody entered');
  await shop.db.transaction((tx) =>
    storeKnownEvents(tx, [
      {
        workspaceId: shop.workspaceId,
        profileId: run.profileId,
        messageId: 'set',
        type: 'identify',
        name: 'identify',
        properties: {},
        traits: { 'address.city': 'Wien', 'address.country': 'AT', tier: 'gold' },
        at: noon,
        receivedAt: noon,
        emittedBy: run.id,
      },
    ]),
  );
  await shop.settle();
  expect(await shop.person('ada')).toMatchObject({
    attributes: { address: { city: 'Wien', street: 'Main', country: 'AT' }, tier: 'gold' },
    country: 'AT',
  });
  expect(Object.keys((await shop.person('ada')).attributes).sort()).toEqual(['address', 'tier']);
});

it('ends the younger of two runs that exclude each other when two people turn out to be one', async () => {
  await shop.publish({});
  await shop.say(on('Enter', 'ada', {}, at(noon - 2 * minute)), {
    event: 'Enter',
    anonymousId: 'a1',
    ...at(noon - minute),
  });
  await shop.settle();
  const [older, younger] = await shop.runs();
  await shop.say(identify('ada', {}, { anonymousId: 'a1' }));
  await shop.settle();
  expect((await shop.exits()).map(({ runId, kind }) => [runId, kind])).toEqual([[younger?.id, 'merged']]);
  // The one that goes on keeps the place.
  await shop.say(on('Enter', 'ada'));
  await shop.settle();
  expect(await shop.runs()).toHaveLength(2);
  expect((await shop.runs()).find(({ id }) => id === older?.id)?.exitedAt).toBeNull();
});

it('looks again at the waits of both over the events of both, once they are one', async () => {
  await shop.publish({ exits: [{ event: 'Gone' }] });
  await shop.say({ event: 'Enter', anonymousId: 'a1' });
  await shop.settle();
  const [run] = await shop.runs();
  if (run) await shop.openWait(run, { events: [{ event: 'Order', since: noon }] });
  shop.clock.moveTo(noon + 5 * minute);
  await shop.say(on('Order', 'ada', { n: 1 }, at(noon + minute)), on('Order', 'ada', { n: 0 }, at(noon)));
  await shop.settle();
  expect(await shop.wakes()).toEqual([]);
  await shop.say(identify('ada', {}, { anonymousId: 'a1' }));
  await shop.settle();
  expect((await shop.wakes()).map(({ runId, event }) => [runId, event?.properties])).toEqual([[run?.id, { n: 1 }]]);
});

it('lets the events of a joined person move the runs of both', async () => {
  await shop.publish({ exits: [{ event: 'Gone' }] });
  await shop.say({ event: 'Enter', anonymousId: 'a1' }, on('Viewed', 'ada'));
  await shop.settle();
  await shop.say(identify('ada', {}, { anonymousId: 'a1' }));
  await shop.settle();
  await shop.say(on('Gone', 'ada', {}, at(noon + 1)));
  await shop.settle();
  expect((await shop.exits()).map(({ kind }) => kind)).toEqual(['exit']);
});

it('counts an entry of either as an entry of the joined person', async () => {
  await shop.publish({
    entry: { kind: 'event', event: 'Enter', reentry: { kind: 'never' } },
    exits: [{ event: 'Gone' }],
  });
  await shop.say(
    { event: 'Enter', anonymousId: 'a1' },
    { event: 'Gone', anonymousId: 'a1', ...at(noon + 1) },
    on('Viewed', 'ada'),
  );
  await shop.settle();
  await shop.say(identify('ada', {}, { anonymousId: 'a1' }), on('Enter', 'ada', {}, at(noon + 2)));
  await shop.settle();
  expect(await shop.runs()).toHaveLength(1);
});
