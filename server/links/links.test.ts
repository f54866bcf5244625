import type { MessageId, WorkspaceId } from '@wend/engine';
import { eq } from 'drizzle-orm';
import { afterEach, expect, it } from 'vitest';
import { areWaiting, breakDownAt, until } from '../../test/harness/index.ts';
import { aDocument } from '../../test/run-loop/bed/nodes.ts';
import { aTestBed, START, type TestBed } from '../../test/run-loop/bed/test-bed.ts';
import { readSignedId, signId } from '../access/index.ts';
import { newId } from '../ids/index.ts';
import { recordFacts } from '../messages/facts-of-messages.ts';
import { addressHashBy } from '../suppressions/address-hash.ts';
import * as tables from '../tables/index.ts';
import { linkRoutes } from './routes.ts';
import { shortToken } from './short-token.ts';
import { optOut } from './unsubscribe.ts';

const unsubscribeKey = Buffer.alloc(32, 1);
const addressHash = addressHashBy(Buffer.alloc(32, 2));
const SHOP = 'https://shop.example/sale?size=4&colour=red';
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36';

let bed: TestBed;
afterEach(() => bed.close());

/** One message that went out with one tracked link, and the routes that stand behind it. */
async function aMessage() {
  bed = await aTestBed();
  const { db, clock, workspaceId } = bed;
  const profileId = await bed.person({ address: '+4366412345' });
  await db
    .insert(tables.profileIdentities)
    .values({ workspaceId, profileId, kind: 'user', value: 'anna', createdAt: START });
  const runId = await bed.enter(await bed.journey(aDocument({ nudge: { type: 'say' } })), profileId);
  await bed.trips.runUntil(START);
  const [message] = await bed.messages(runId);
  if (!message) throw new Error('Nothing was sent');
  const token = shortToken();
  await db.insert(tables.messageLinks).values({ workspaceId, profileId, messageId: message.id, n: 1, url: SHOP });
  await db.insert(tables.linkTokens).values({ workspaceId, profileId, messageId: message.id, n: 1, token });
  const app = linkRoutes({ db, clock, unsubscribeKey, addressHash });
  const open = (headers: Record<string, string> = {}, method = 'GET', suffix = '') =>
    app.request(`/c/${token}${suffix}`, { method, headers: { 'user-agent': BROWSER, ...headers } });
  return { app, open, profileId, message, token };
}

async function clicks(id: MessageId) {
  const { db, workspaceId } = bed;
  const [message] = await db.select().from(tables.messages).where(eq(tables.messages.id, id));
  const seen = await db.select().from(tables.messageEvents).where(eq(tables.messageEvents.messageId, id));
  const counted = await db.select().from(tables.counters).where(eq(tables.counters.kind, 'clicked'));
  const told = await db.select().from(tables.events).where(eq(tables.events.workspaceId, workspaceId));
  return {
    clickedAt: message?.clickedAt ?? null,
    kept: seen.filter(({ kind }) => kind === 'clicked'),
    counted: counted.reduce((sum, { count }) => sum + count, 0),
    told: told.filter(({ name }) => name === 'Message Clicked'),
  };
}

it('leads to the address of our own row and notes the click on message, counter and person', async () => {
  const { open, message } = await aMessage();
  const answer = await open({}, 'GET', '?url=https://evil.example&to=//evil.example');
  expect(answer.status).toBe(302);
  expect(answer.headers.get('location')).toBe(SHOP);
  expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
  const { clickedAt, counted, told } = await clicks(message.id);
  expect({ clickedAt, counted }).toEqual({ clickedAt: START, counted: 1 });
  expect(told).toHaveLength(1);
  expect(told[0]).toMatchObject({ userId: 'anna', properties: { messageId: message.id, url: SHOP, step: 'nudge' } });
});

it('counts a person who clicks again once, and keeps both clicks', async () => {
  const { open, message } = await aMessage();
  await open();
  await open();
  const { kept, counted, told } = await clicks(message.id);
  expect([kept.length, counted, told.length]).toEqual([2, 1, 1]);
});

it('counts two clicks at the same moment once', async () => {
  const { open, message } = await aMessage();
  await Promise.all([open(), open(), open(), open()]);
  const { kept, counted, told } = await clicks(message.id);
  expect([kept.length, counted, told.length]).toEqual([4, 1, 1]);
});

it('leads scanners, previews and glances on without counting them', async () => {
  const { open, message } = await aMessage();
  const answers = await Promise.all([
    open({}, 'HEAD'),
    open({ purpose: 'prefetch' }),
    open({ 'sec-purpose': 'prefetch;prerender' }),
    open({ 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' }),
    open({ 'user-agent': '' }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([302, 302, 302, 302, 302]);
  expect(await clicks(message.id)).toMatchObject({ clickedAt: null, counted: 0, told: [] });
});

it('loses no click between its record and the event that it is', async () => {
  const { app, message, token } = await aMessage();
  // A server of its own, so that what breaks is answered as in life.
  app.onError((_, c) => c.text('', 500));
  const open = () => app.request(`/c/${token}`, { headers: { 'user-agent': BROWSER } });
  const lift = await breakDownAt(bed.db, 'events');
  expect((await open()).status).toBe(500);
  expect(await clicks(message.id)).toMatchObject({ clickedAt: null, kept: [], counted: 0, told: [] });
  await lift();
  expect((await open()).status).toBe(302);
  const { kept, counted, told } = await clicks(message.id);
  expect([kept.length, counted, told.length]).toEqual([1, 1, 1]);
});

it('knows no link that it did not make', async () => {
  const { app } = await aMessage();
  for (const token of ['aaaaaaaa', 'short', "x'--aaaa", 'https:%2F%2Fevil.example'])
    expect((await app.request(`/c/${token}`)).status).toBe(404);
});

async function optedOut() {
  const { db, workspaceId } = bed;
  const states = await db.select().from(tables.consentStates).where(eq(tables.consentStates.channel, 'sms'));
  return {
    events: await db.select().from(tables.consentEvents).where(eq(tables.consentEvents.workspaceId, workspaceId)),
    states: states.map(({ topic, state, at }) => ({ topic, state, at })),
    suppressed: await db.select().from(tables.suppressions).where(eq(tables.suppressions.workspaceId, workspaceId)),
  };
}

it('shows a page without code at the way out, and looking changes nothing', async () => {
  const { app, message } = await aMessage();
  const answer = await app.request(`/u/${signId(unsubscribeKey, message.id)}`);
  const html = await answer.text();
  expect(answer.status).toBe(200);
  expect(html).toContain('<form method="post">');
  expect(html).not.toMatch(/<script|<style|\son\w+=|style=/i);
  expect(await optedOut()).toMatchObject({ events: [], states: [{ state: 'granted' }], suppressed: [] });
});

it('withdraws consent and suppresses the address at one click of a mail program, without a redirect or a login', async () => {
  const { app, message } = await aMessage();
  const answer = await app.request(`/u/${signId(unsubscribeKey, message.id)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'List-Unsubscribe=One-Click',
  });
  expect([answer.status, answer.headers.get('set-cookie')]).toEqual([200, null]);
  const { events, states, suppressed } = await optedOut();
  expect(events).toMatchObject([{ action: 'withdrawn', channel: 'sms', topic: '*', source: 'unsubscribe link' }]);
  expect(states).toEqual([{ topic: '*', state: 'withdrawn', at: START }]);
  expect(suppressed.map((one) => one.addressHash)).toEqual([addressHash(bed.workspaceId, 'sms', '+4366412345')]);
  expect(JSON.stringify(suppressed)).not.toContain('4366412345');
});

it('changes nothing when somebody unsubscribes twice', async () => {
  const { app, message } = await aMessage();
  const path = `/u/${signId(unsubscribeKey, message.id)}`;
  const answers = [];
  for (let time = 0; time < 3; time += 1) answers.push((await app.request(path, { method: 'POST' })).status);
  expect(answers).toEqual([200, 200, 200]);
  const { events, suppressed } = await optedOut();
  expect([events.length, suppressed.length]).toEqual([1, 1]);
});

it('lets nobody unsubscribe with a token that is changed, cut or of another key', async () => {
  const { app, message } = await aMessage();
  const token = signId(unsubscribeKey, message.id);
  const forged = [
    token.slice(0, -1),
    `${token.slice(0, -2)}${token.endsWith('AA') ? 'BB' : 'AA'}`,
    signId(Buffer.alloc(32, 9), message.id),
    `${message.id.replaceAll('-', '')}.`,
    message.id,
  ];
  for (const one of forged) expect((await app.request(`/u/${one}`, { method: 'POST' })).status).toBe(404);
  expect(await optedOut()).toMatchObject({ events: [], states: [{ state: 'granted' }], suppressed: [] });
  expect(readSignedId(unsubscribeKey, token)).toBe(message.id);
});

it('withdraws for the person that a message’s addressee has become', async () => {
  const { app, message, profileId } = await aMessage();
  const survivor = await bed.person();
  await bed.db.update(tables.profiles).set({ mergedInto: survivor }).where(eq(tables.profiles.id, profileId));
  await app.request(`/u/${signId(unsubscribeKey, message.id)}`, { method: 'POST' });
  const { db } = bed;
  const states = await db.select().from(tables.consentStates).where(eq(tables.consentStates.profileId, survivor));
  expect(states.find(({ channel }) => channel === 'sms')?.state).toBe('withdrawn');
  expect(states.find(({ channel }) => channel === 'email')?.state).toBe('granted');
  expect((await optedOut()).events).toMatchObject([{ profileId: survivor }]);
});

it('holds against a consent whose clock ran ahead', async () => {
  const { app, message, profileId } = await aMessage();
  const { db } = bed;
  const ahead = START + 60_000;
  await db.update(tables.consentStates).set({ at: ahead }).where(eq(tables.consentStates.profileId, profileId));
  await app.request(`/u/${signId(unsubscribeKey, message.id)}`, { method: 'POST' });
  expect((await optedOut()).states).toEqual([{ topic: '*', state: 'withdrawn', at: ahead }]);
});

it('counts the first click once when another waits for its commit', async () => {
  const { message } = await aMessage();
  const fact = (dedupe: string) => ({
    workspaceId: bed.workspaceId,
    messageId: message.id,
    kind: 'clicked' as const,
    dedupe,
    at: START,
    machine: false,
    detail: {},
  });
  let second: Promise<unknown> = Promise.resolve();
  await bed.db.transaction(async (tx) => {
    await recordFacts(tx, [fact('a')]);
    second = bed.db.transaction((other) => recordFacts(other, [fact('b')]));
    await until(() => areWaiting(bed.db));
  });
  await second;
  expect((await clicks(message.id)).counted).toBe(1);
});

it('opts nobody out for a provider of another workspace', async () => {
  const { message } = await aMessage();
  const said = (within: WorkspaceId) =>
    bed.db.transaction((tx) => optOut(tx, bed.clock, addressHash, [{ messageId: message.id, source: 'STOP', within }]));
  expect((await said(newId<WorkspaceId>())).size).toBe(0);
  expect(await optedOut()).toMatchObject({ events: [], states: [{ state: 'granted' }], suppressed: [] });
  expect(await said(bed.workspaceId)).toEqual(new Set([message.id]));
});
