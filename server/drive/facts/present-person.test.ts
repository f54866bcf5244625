import { journeyDocument, type MessageId, type ProfileId, type SendSpec } from '@wend/engine';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aMatcher, noon, on, type Scene } from '../../../test/harness/a-matcher.ts';
import { aDatabase, type TestDatabase } from '../../../test/harness/index.ts';
import { newId } from '../../ids/index.ts';
import { messages, type Run, runs } from '../../tables/index.ts';
import { judge } from '../judge.ts';
import { readConsent } from './consent.ts';
import { LiveWorld } from './live-world.ts';

let database: TestDatabase;
let shop: Scene;
let run: Run;
beforeAll(async () => {
  database = await aDatabase();
  shop = await aMatcher(database);
  await shop.publish({});
  await shop.say(
    { type: 'identify', anonymousId: 'a1', traits: { consent: { sms: true } } },
    { event: 'Enter', anonymousId: 'a1' },
    on('Order', 'ada'),
  );
  await shop.settle();
  await shop.say({ type: 'identify', userId: 'ada', anonymousId: 'a1' });
  await shop.settle();
  const [only] = await shop.db.select().from(runs).where(eq(runs.workspaceId, shop.workspaceId));
  if (!only) throw new Error('Nobody entered');
  run = only;
});
afterAll(() => database.drop());

const smsConsent = async (profileId: ProfileId) =>
  (await readConsent(shop.db, shop.workspaceId, [{ profileId, channel: 'sms' }]))[0];

it('asks a run of a joined person for the consent of who they are now', async () => {
  expect(run.profileId).not.toBe((await shop.person('ada')).id);
  expect(await smsConsent(run.profileId)).toBe('granted');
  await shop.say({ type: 'identify', userId: 'ada', traits: { consent: { sms: false } } });
  await shop.settle();
  expect(await smsConsent(run.profileId)).toBe('withdrawn');
});

const document = journeyDocument.parse({
  format: 1,
  name: 'Journey',
  entry: { kind: 'event', event: 'Enter' },
  steps: {},
  edges: [],
});
const world = () =>
  new LiveWorld({ db: shop.db, judge, workspaceId: shop.workspaceId, document, now: noon }, new Set());

it('counts the events of both for a run of a joined person', async () => {
  const asked = {
    run: { ...run, variables: {}, lastSendAt: undefined },
    request: { kind: 'events', event: 'Order' },
  } as const;
  expect(await world().facts([asked])).toMatchObject([{ count: 1 }]);
});

it('counts the messages of both for a run of either', async () => {
  const spec: SendSpec = {
    channel: 'sms',
    content: {},
    to: { kind: 'profile' },
    whenHeld: { quietHours: 'defer', frequencyCap: 'skip' },
  } as unknown as SendSpec;
  const { id: runId, profileId, workspaceId, journeyId, journeyVersionId } = run;
  await shop.db.insert(messages).values({
    ...{ workspaceId, profileId, runId, journeyId, journeyVersionId, spec },
    id: newId<MessageId>(),
    step: 'hello',
    visit: 1,
    channel: 'sms',
    purpose: 'marketing',
    state: 'accepted',
    plannedAt: noon,
    sendingAt: noon,
    clickedAt: noon,
  });
  const survivor = (await shop.person('ada')).id;
  const requests = [
    { kind: 'message', did: 'clicked', channel: 'sms', within: 'P1D' },
    { kind: 'message', did: 'clicked', step: 'hello' },
  ] as const;
  for (const request of requests) {
    const asked = [run.profileId, survivor].map((of) => ({
      run: { ...run, profileId: of, id: newId(), variables: {}, lastSendAt: undefined },
      request,
    }));
    expect(await world().facts(asked)).toMatchObject([{ count: 1 }, { count: 1 }]);
  }
});
