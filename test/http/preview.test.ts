import {
  brandId,
  builtInNodes,
  type JourneyId,
  type JourneyVersionId,
  nodeTypesOf,
  type ProfileId,
} from '@wend/engine';
import { aJourney } from '@wend/engine/testing';
import { eq, sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Keys } from '../../server/access/index.ts';
import { planCompiler } from '../../server/drive/index.ts';
import { newId } from '../../server/ids/index.ts';
import { makeRenderer } from '../../server/messages/render.ts';
import { eventNames, journeyVersions, members, messageLinks, messages } from '../../server/tables/index.ts';
import type { Published } from '../harness/a-workspace.ts';
import { aTestBed, START, type TestBed } from '../run-loop/bed/test-bed.ts';
import { aServer, type Client, ORIGIN } from './a-server.ts';
import { read } from './a-shop.ts';

const keys = new Keys(Buffer.alloc(32, 7));
const render = makeRenderer({ publicUrl: ORIGIN, unsubscribeKey: keys.of('unsubscribe') });
const mail = {
  subject: 'Hello {{ profile.firstName | default: "you" }}',
  body: 'Your {{ event.product }} in {{ profile.address.city }}\n\n[Look](https://shop.example/sale?for={{ profile.firstName }})',
  languages: { de: { subject: 'Hallo', body: 'Dein {{ event.product }}\n\n[Schau](https://shop.example/de)' } },
};
const document = aJourney()
  .entry('Ordered')
  .step('email', mail, 'mail')
  .sms('Look, {{ profile.firstName }}: https://shop.example/sms', 'text')
  .step('push', { title: 'Hi {{ profile.firstName }}', body: 'Look', url: 'https://shop.example/push' }, 'tray')
  .end()
  .document();

let bed: TestBed;
let shop: Pick<Client, 'ask'>;
beforeEach(async () => {
  bed = await aTestBed({ render, compile: planCompiler(nodeTypesOf(builtInNodes)) });
  const server = await aServer({ clock: bed.clock, render }, bed);
  const client = await server.member();
  const { workspaceId } = bed;
  await bed.db.insert(members).values({ workspaceId, userId: client.userId, role: 'editor', createdAt: START });
  await bed.db.update(members).set({ role: 'owner' }).where(eq(members.userId, client.userId));
  shop = { ask: (method, path, ...more) => client.ask(method, `//api/w/${workspaceId}${path}`, ...more) };
});
afterEach(() => bed.close());

async function aDraft(): Promise<JourneyId> {
  const { id } = await read(shop.ask('POST', '/journeys', { document }), z.object({ id: z.string() }));
  return brandId(id);
}

async function published(): Promise<Published> {
  const journeyId = await aDraft();
  const asked = shop.ask('POST', `/journeys/${journeyId}/publish`, { note: '' }, { 'if-match': '"1"' });
  const { versionId } = await read(asked, z.object({ versionId: z.string() }));
  return { journeyId, versionId: brandId<JourneyVersionId>(versionId) };
}

async function ada(language?: string): Promise<ProfileId> {
  const attributes = { firstName: 'Ada & Co', address: { city: 'Wien' } };
  const id = await bed.person({ attributes, address: 'ada@example.com' });
  if (language) await bed.db.execute(sql`update profiles set language = ${language} where id = ${id}`);
  return id;
}

const payloads = z.object({
  kind: z.literal('rendered'),
  channel: z.string(),
  payload: z.record(z.string(), z.unknown()),
});
const previewed = (journeyId: JourneyId, question: object) =>
  read(shop.ask('POST', `/journeys/${journeyId}/preview`, question), payloads);

/** What differs between any two messages with the same words: the tokens of their links. */
const plain = (payload: unknown): unknown =>
  JSON.parse(
    JSON.stringify(payload)
      .replaceAll(/\/c\/\w{8}/g, '/c/…')
      .replaceAll(/\/u\/[\w.-]+/g, '/u/…'),
  );

describe('a preview', () => {
  it.each(['mail', 'text'])('is the message as it is sent to that person: %s', async (step) => {
    const journey = await published();
    for (const language of [undefined, 'de']) {
      const person = await ada(language);
      const run = await bed.enter(journey, person, { properties: { product: 'Lamp' } });
      await bed.learn(person, 'Ordered', { properties: { product: 'Lamp' } });
      await bed.trips.runUntil(START);
      const sent = (await bed.messages(run)).find((message) => message.step === step);
      const preview = await previewed(journey.journeyId, { step, profileId: person });
      expect(plain(preview.payload)).toEqual(plain(sent?.payload));
      expect(JSON.stringify(sent?.payload)).toContain(language === 'de' && step === 'mail' ? 'Dein Lamp' : 'Ada');
    }
  });

  it('without a person is of one who has what was seen, with values that are nobody’s', async () => {
    const { workspaceId } = bed;
    const seen = { workspaceId, lastSeenAt: START };
    await bed.db.insert(eventNames).values([
      { ...seen, kind: 'attribute', name: 'firstName', shape: 'text' },
      { ...seen, kind: 'attribute', name: 'address.city', shape: 'text' },
      { ...seen, kind: 'property', event: 'Ordered', name: 'product', shape: 'text' },
      { ...seen, kind: 'property', event: 'Another', name: 'product', shape: 'number' },
    ]);
    const id = await aDraft();
    const { payload } = await previewed(id, { step: 'mail' });
    expect(payload).toMatchObject({
      subject: 'Hello Alex',
      text: expect.stringContaining('Your Product in Springfield'),
    });
    expect(await previewed(id, { step: 'tray' })).toMatchObject({ channel: 'push', payload: { title: 'Hi Alex' } });
  });

  it('is of the document as it is being written, whatever else is wrong with it', async () => {
    const id = await aDraft();
    const { text } = document.steps;
    const written = {
      ...document,
      steps: {
        text: { ...text, config: { body: 'New words' } },
        wrong: { type: 'no such', v: 1, name: '', config: {} },
      },
      edges: [],
    };
    const { payload } = await previewed(id, { step: 'text', document: written });
    expect(payload).toEqual({ body: 'New words Reply STOP to opt out' });
    const wrong = await shop.ask('POST', `/journeys/${id}/preview`, { step: 'wrong', document: written });
    expect(await wrong.json()).toMatchObject({ code: 'has-problems', problems: [{ step: 'wrong' }] });
  });

  it('says why there is nothing to see', async () => {
    const id = await aDraft();
    const ask = async (question: object) => {
      const answer = await shop.ask('POST', `/journeys/${id}/preview`, question);
      return { status: answer.status, ...z.looseObject({}).parse(await answer.json()) };
    };
    const written = (body: string) => ({
      ...document,
      steps: { text: { type: 'sms', v: 1, name: '', config: { body } } },
      edges: [],
    });
    expect(await ask({ step: 'text', document: written('{{ profile.firstName }}') })).toMatchObject({
      status: 200,
      kind: 'nothing',
      why: 'The body is empty for this person',
    });
    expect(await ask({ step: 'end' })).toMatchObject({ kind: 'nothing' });
    expect(await ask({ step: 'gone' })).toMatchObject({ status: 404, title: 'There is no such step.' });
    expect(await ask({ step: 'text', profileId: newId() })).toMatchObject({
      status: 404,
      title: 'There is no such person.',
    });
    expect(await ask({ step: 'text', document: { steps: 7 } })).toMatchObject({ status: 422 });
  });

  it('keeps nothing: no message, no link', async () => {
    await previewed(await aDraft(), { step: 'mail' });
    expect([await bed.db.$count(messages), await bed.db.$count(messageLinks)]).toEqual([0, 0]);
  });
});

describe('an e-mail', () => {
  const versionOf = async ({ versionId }: Published) => {
    const [row] = await bed.db.select().from(journeyVersions).where(eq(journeyVersions.id, versionId));
    return z.object({ emails: z.record(z.string(), z.string()) }).parse(row?.compiled);
  };
  async function sentHtml(journey: Published): Promise<string> {
    const run = await bed.enter(journey, await ada());
    await bed.trips.runUntil(START);
    const [message] = await bed.messages(run);
    return String(message?.payload?.['html']);
  }

  it('is compiled when it is published, once in each language, and sent as it was then', async () => {
    const journey = await published();
    const { emails } = await versionOf(journey);
    const html = Object.values(emails).sort();
    expect(html).toHaveLength(2);
    expect(html.every((one) => one.startsWith('<!doctype html>') && one.includes('{{ event.product }}'))).toBe(true);
    await bed.db.execute(sql`
      update journey_versions set compiled = replace(compiled::text, 'Look', 'As it was published')::jsonb where id = ${journey.versionId}`);
    expect(await sentHtml(journey)).toContain('As it was published');
  });

  it('of a version from before that is sent all the same', async () => {
    const journey = await published();
    await bed.db.update(journeyVersions).set({ compiled: {} }).where(eq(journeyVersions.id, journey.versionId));
    expect(await sentHtml(journey)).toContain('Look');
  });
});
