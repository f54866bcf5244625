import { builtInChannels, type MessageId } from '@wend/engine';
import { aJourney } from '@wend/engine/testing';
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../server/ids/index.ts';
import { signatureOf } from '../../server/sandbox/index.ts';
import {
  callbacks,
  counters,
  events,
  type Message,
  messageEvents,
  refusedCallbacks,
} from '../../server/tables/index.ts';
import { breakDownAt, until } from '../harness/index.ts';
import { aSandboxBed, type SandboxBed } from './a-sandbox-bed.ts';

let bed: SandboxBed;
beforeEach(async () => {
  bed = await aSandboxBed();
});
afterEach(() => bed.close());

const texting = aJourney().entry('Started').sms('Look: https://shop.example/sale').document();

async function texted(address = 'phone'): Promise<Message> {
  const [message] = await bed.send([[texting, await bed.reachable(address)]]);
  if (!message) throw new Error('Nothing was sent');
  return message;
}

async function told(name: string) {
  const rows = await bed.db.select().from(events).where(eq(events.name, name)).orderBy(events.id);
  return rows.map(({ userId, properties }) => ({ userId, ...properties }));
}

async function notedOn(id: MessageId): Promise<readonly string[]> {
  const rows = await bed.db.select().from(messageEvents).where(eq(messageEvents.messageId, id));
  return rows.map(({ kind }) => kind).sort();
}

/** What a provider posts, with its own words. */
async function postedBy(channel: string, facts: readonly object[], key = bed.key): Promise<number> {
  const body = JSON.stringify({ events: facts });
  const headers = { 'content-type': 'application/json', 'x-sandbox-signature': signatureOf(key, body) };
  return (await fetch(bed.callbackUrl(channel), { method: 'POST', body, headers })).status;
}
const fact = (kind: string, reference: string, more: object = {}) => ({
  id: newId(),
  kind,
  reference,
  ref: 'its own id',
  at: new Date().toISOString(),
  ...more,
});

describe('what landed on a device', () => {
  const journeys = {
    sms: texting,
    email: aJourney().entry('Started').email('Hello', '[Look](https://shop.example/sale)').document(),
    push: aJourney()
      .entry('Started')
      .step('push', { title: 'Hello', body: 'Look', url: 'https://shop.example/sale' })
      .document(),
  };

  it.each(builtInChannels)('is there with its link, and a click on it counts: %s', async (channel) => {
    const [message] = await bed.send([[journeys[channel], await bed.reachable('ada')]]);
    if (!message) throw new Error('Nothing was sent');
    const [item] = await bed.inbox(channel, 'ada');
    expect(item).toMatchObject({
      direction: 'out',
      channel,
      to: 'ada',
      reference: message.id,
      payload: message.payload,
    });
    const link = item?.links.find(({ url }) => url.includes('/c/'));
    const answer = await bed.open(link?.url ?? '');
    expect([answer.status, answer.headers.get('location')]).toEqual([302, 'https://shop.example/sale']);
    expect((await bed.message(message)).clickedAt).not.toBeNull();
    const counted = await bed.db.select().from(counters).where(eq(counters.kind, 'clicked'));
    expect(counted.map(({ journeyId, count }) => [journeyId, count])).toEqual([[message.journeyId, 1]]);
    expect(await told('Message Clicked')).toMatchObject([{ userId: 'ada', channel, url: 'https://shop.example/sale' }]);
  });

  it('shows what is known of it, which only grows', async () => {
    await bed.script([{ callbacks: [scripted('clicked'), scripted('delivered')], callbacksFirst: true }]);
    await texted();
    await until(async () => (await bed.inbox('sms', 'phone'))[0]?.state === 'clicked');
    await bed.script([{ callbacks: [scripted('delivered')] }]);
    await texted('another');
    await until(async () => (await bed.inbox('sms', 'another'))[0]?.state === 'delivered');
    expect((await bed.inbox('sms', 'phone'))[0]?.state).toBe('clicked');
  });
});

describe('a reply', () => {
  const asking = aJourney()
    .entry('Started')
    .sms('How was it?')
    .waitFor('Message Replied', 'P1D', { since: 'last-message' })
    .on('wait', 'happened')
    .sms('Thank you', 'thanks')
    .step('sms', { body: 'Your receipt', purpose: 'transactional' }, 'receipt')
    .document();

  async function replied(text: string) {
    const person = await bed.reachable('phone');
    const [message] = await bed.send([[asking, person]]);
    if (!message) throw new Error('Nothing was sent');
    await bed.reply('sms', 'phone', text);
    await bed.heard(message, 2);
    while ((await bed.understand()) > 0);
    await bed.trips.runUntil((await bed.clock.now()) + 60_000);
    const [, thanks, receipt] = await bed.messages(message.runId);
    return { message, thanks, receipt };
  }

  it('is an event of the person, which a journey may wait for', async () => {
    const { message, thanks, receipt } = await replied('It was lovely');
    expect((await bed.message(message)).repliedAt).not.toBeNull();
    expect(await told('Message Replied')).toMatchObject([{ userId: 'phone', text: 'It was lovely', step: 'sms' }]);
    expect([thanks?.state, receipt?.state]).toEqual(['accepted', 'accepted']);
  });

  it('with STOP is in force before any journey sees it: nothing more goes to that phone, with the reason', async () => {
    const { thanks, receipt } = await replied('Stop, please!');
    expect(await told('Message Replied')).toMatchObject([{ text: 'Stop, please!' }]);
    const skipped = { state: 'skipped', outcome: { gate: 'suppression', why: 'The address is suppressed: STOP' } };
    expect(thanks).toMatchObject(skipped);
    // Whatever its purpose: a phone that said STOP gets no text, and the same person's e-mail is asked for its own consent.
    expect(receipt).toMatchObject(skipped);
    expect(await bed.inbox('sms', 'phone')).toHaveLength(2);
    const mailing = aJourney().entry('Started').email('Hello').document();
    const [mail] = await bed.send([[mailing, thanks?.profileId ?? newId()]]);
    expect(mail?.state).toBe('accepted');
  });

  it('is lost nowhere between its record and the event that it is', async () => {
    const message = await texted();
    await bed.heard(message, 1);
    await bed.understand();
    await bed.reply('sms', 'phone', 'Stop');
    await bed.heard(message, 2);
    // Neither may the event be told of a STOP that is not in force, nor the STOP be kept and the event lost.
    for (const table of ['suppressions', 'events']) {
      const lift = await breakDownAt(bed.db, table);
      await expect(bed.understand()).rejects.toThrow();
      expect(await told('Message Replied')).toEqual([]);
      expect(await notedOn(message.id)).toEqual(['delivered']);
      await lift();
    }
    expect(await bed.understand()).toBe(1);
    expect(await told('Message Replied')).toMatchObject([{ text: 'Stop' }]);
    const [again] = await bed.send([[texting, message.profileId]]);
    expect(again).toMatchObject({ outcome: { gate: 'suppression' } });
  });

  it('is told each time, and nothing else is told with its words', async () => {
    const message = await texted();
    await bed.reply('sms', 'phone', 'Who is this?');
    await bed.reply('sms', 'phone', 'Ah, the shop');
    await postedBy('sms', [fact('clicked', message.id)]);
    await bed.heard(message, 4);
    while ((await bed.understand()) > 0);
    expect(await told('Message Replied')).toMatchObject([{ text: 'Who is this?' }, { text: 'Ah, the shop' }]);
    const [clicked] = await told('Message Clicked');
    expect(clicked).not.toHaveProperty('text');
  });
});

describe('a callback', () => {
  it('that comes before an answer which is lost is the answer', async () => {
    await bed.close();
    bed = await aSandboxBed('opaque', { understandsAtOnce: true });
    await bed.script([{ answer: { kind: 'take-and-hang' }, callbacksFirst: true }]);
    const document = aJourney().entry('Started').step('sms', { body: 'Hello', ifUnknown: 'path' }).end().document();
    const [message] = await bed.send([[document, await bed.reachable('phone')]]);
    expect(message).toMatchObject({ state: 'accepted', outcome: { kind: 'accepted' } });
    const run = await bed.run(message?.runId ?? newId());
    expect(run).toMatchObject({ phase: 'ended', step: 'end' });
  });

  it('with a wrong signature is refused and counted, and changes nothing', async () => {
    await bed.script([{ callbacks: [{ ...scripted('delivered'), isForged: true }] }]);
    const message = await texted();
    await bed.web.until(async () => (await refusals()) === 1);
    expect(await postedBy('sms', [fact('clicked', message.id)], 'the key of somebody else')).toBe(403);
    expect(await refusals()).toBe(2);
    expect(await bed.db.$count(callbacks)).toBe(0);
    expect(await notedOn(message.id)).toEqual([]);
  });

  it('is stored as it came and understood after, each fact once', async () => {
    const message = await texted();
    await bed.heard(message, 1);
    const [stored] = await bed.db.select().from(callbacks);
    expect(stored).toMatchObject({ processedAt: null, error: null });
    expect(await postedBy('sms', JSON.parse(stored?.body ?? '').events)).toBe(204);
    expect((await bed.message(message)).deliveredAt).toBeNull();
    expect(await bed.understand()).toBe(2);
    expect(await bed.understand()).toBe(0);
    expect(await notedOn(message.id)).toEqual(['delivered']);
    const kept = await bed.db.select().from(callbacks);
    expect(kept.map(({ body }) => body)).toEqual(['', '']);
    const counted = await bed.db.select().from(counters).where(eq(counters.kind, 'delivered'));
    expect(counted.map(({ count }) => count)).toEqual([1]);
  });

  it('that makes no sense stands in nobody’s way', async () => {
    const message = await texted();
    await bed.heard(message, 1);
    const odd = [
      fact('delivered', 'not one of our ids'),
      fact('delivered', newId()),
      fact('unheard-of', message.id),
      fact('replied', message.id, { text: 'STOP\0', from: 'half a character \ud800' }),
    ];
    for (const one of odd) expect(await postedBy('sms', [one])).toBe(204);
    while ((await bed.understand()) > 0);
    const stored = await bed.db.select().from(callbacks);
    expect(stored.every(({ processedAt }) => processedAt !== null)).toBe(true);
    expect(stored.filter(({ error }) => error !== null).map(({ error }) => error)).toEqual([
      'It names a message that is not ours',
    ]);
    expect(await notedOn(message.id)).toEqual(['delivered', 'replied']);
    const [again] = await bed.send([[texting, message.profileId]]);
    expect(again).toMatchObject({ outcome: { gate: 'suppression' } });
  });
});

const scripted = (kind: 'delivered' | 'clicked') => ({ kind, afterMs: 0, copies: 1, isForged: false });

async function refusals(): Promise<number> {
  const rows = await bed.db
    .select()
    .from(refusedCallbacks)
    .where(eq(refusedCallbacks.providerId, bed.providerOf('sms')));
  return rows[0]?.count ?? 0;
}
