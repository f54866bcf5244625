import {
  builtInNodes,
  call,
  compile,
  defineNode,
  go,
  type JourneyDocument,
  nodeTypesOf,
  type RunId,
  simulate,
} from '@wend/engine';
import { aJourney } from '@wend/engine/testing';
import { eq } from 'drizzle-orm';
import { afterEach, expect, it } from 'vitest';
import { z } from 'zod';
import { anAddress } from '../../test/harness/an-address.ts';
import { aTestBed, START, type TestBed } from '../../test/run-loop/bed/test-bed.ts';
import { newId } from '../ids/index.ts';
import { aMatcherMemory, learnOnce, matchOnce } from '../matcher/index.ts';
import { assignments, calls, counters, events, runs, visits } from '../tables/index.ts';
import { planCompiler } from './compile-plan.ts';
import { definePerform, performsOf } from './define-perform.ts';
import { judge } from './judge.ts';
import { performWebhook } from './perform-webhook.ts';

let bed: TestBed;
afterEach(() => bed.close());

const nodeTypes = nodeTypesOf(builtInNodes);
/** A text to everybody, then one to those only whom the split does not keep out. */
const comparing = (share: number): JourneyDocument =>
  aJourney()
    .entry('Started')
    .with({ quietHours: 'none' })
    .sms('Before')
    .step('split', {
      variants: [
        { id: 'a', name: 'A', share: 10_000 - share },
        { id: 'none', name: 'Nobody', share, holdout: true },
      ],
    })
    .on('split', 'a')
    .sms('Offer', 'offer')
    .on('split', 'none')
    .sms('Offer', 'kept')
    .wait('PT1M')
    .email('Reminder')
    .document();

it('sends nothing behind an arm to which nothing is sent, as the simulation says', async () => {
  bed = await aTestBed({ compile: planCompiler(nodeTypes) });
  const document = comparing(10_000);
  const profileId = await bed.person();
  const journey = await bed.journey(document);
  const runId = await bed.enter(journey, profileId);
  await bed.trips.runUntil(START + 5 * 60_000);
  expect(bed.provider.requests.map(({ payload }) => payload['body'])).toEqual(['Before']);
  expect((await bed.messages(runId)).map(({ step, state }) => `${step} ${state}`)).toEqual([
    'sms accepted',
    'kept ghost',
    'email ghost',
  ]);
  expect(await bed.run(runId)).toMatchObject({ phase: 'ended', holdout: true });
  const ghosts = await bed.db.select().from(counters).where(eq(counters.kind, 'ghost'));
  expect(ghosts.map(({ step, count }) => [step, count]).toSorted()).toEqual([
    ['email', 1],
    ['kept', 1],
  ]);
  const compiled = compile(document, nodeTypes);
  if (!compiled.ok) throw new Error('It does not compile');
  const simulated = await simulate(
    compiled.plan,
    { id: profileId, attributes: {}, timeZone: 'UTC' },
    {},
    { event: { name: 'Started', properties: {}, at: START }, journeyId: journey.journeyId },
  );
  const lived = await bed.db.select().from(visits).where(eq(visits.runId, runId)).orderBy(visits.at, visits.step);
  const turns = (all: readonly { step: string; reason: string | undefined }[]) =>
    all.map(({ step, reason }) => `${step}: ${reason}`).toSorted();
  expect(turns(lived.map(({ step, reason }) => ({ step, reason: reason?.text })))).toEqual(
    turns(simulated.visits.map(({ step, left }) => ({ step, reason: left?.reason.text }))),
  );
  expect(simulated.messages.map(({ step, result }) => `${step} ${result}`)).toEqual([
    'sms accepted',
    'kept ghost',
    'email ghost',
  ]);
});

it('keeps somebody out again who comes again, whatever the shares are by then', async () => {
  bed = await aTestBed({ compile: planCompiler(nodeTypes) });
  const profileId = await bed.person();
  const { journeyId, versionId } = await bed.journey(comparing(0));
  await bed.db.insert(assignments).values({
    workspaceId: bed.workspaceId,
    profileId,
    journeyId,
    step: 'split',
    arm: 'none',
    runId: newId<RunId>(),
    at: START,
  });
  const runId = await bed.enter({ journeyId, versionId }, profileId);
  await bed.trips.runUntil(START);
  expect((await bed.messages(runId)).map(({ state }) => state)).toEqual(['accepted', 'ghost']);
  expect(await bed.db.$count(runs, eq(runs.holdout, true))).toBe(1);
});

/** A developer's own step, which writes to another system. */
const crm = defineNode({
  type: 'crm',
  version: 1,
  group: 'action',
  title: 'CRM',
  summary: 'Tells the CRM.',
  icon: 'globe',
  calls: true,
  config: z.object({}),
  initial: {},
  ports: () => [
    { id: 'failed', label: 'Failed', otherwise: true },
    { id: 'told', label: 'Told' },
  ],
  card: () => ({ title: 'CRM', body: { kind: 'plain' } }),
  decide: () => call({}),
  resume: ({ input }) => go(input.kind === 'called' && input.result.kind === 'done' ? 'told' : 'failed', 'Asked'),
});

it('leaves who is held out alone altogether: no change, no event, no call, and each step says so', async () => {
  const heard: string[] = [];
  const host = await anAddress((request, response) => {
    heard.push(request.url ?? '');
    response.end();
  });
  const post = (path: string, signal: AbortSignal) => fetch(`http://${host}${path}`, { method: 'POST', signal });
  const types = nodeTypesOf([...builtInNodes, crm]);
  const memory = aMatcherMemory();
  bed = await aTestBed({
    match: async (db, clock) => {
      const deps = { db, clock, trips: { look: () => {} }, judge, memory };
      return (await learnOnce(deps)) + (await matchOnce(deps)) > 0;
    },
    compile: planCompiler(types),
    performs: performsOf([
      performWebhook,
      definePerform('crm', async ({ signal }) => {
        await post('/crm', signal);
        return { kind: 'done', output: {} };
      }),
    ]),
  });
  const document = aJourney(types)
    .entry('Started')
    .with({ quietHours: 'none' })
    .step('update-profile', { changes: [{ attribute: 'tier', set: { to: 'text', value: 'gold' } }] })
    .step('emit-event', { event: 'Tier Changed' })
    .step('webhook', { url: `http://${host}/webhook` })
    .step('crm')
    .on('crm', 'told')
    .sms('Welcome, {{ profile.tier }}')
    .document();
  const journey = await bed.journey(document);
  const treated = await bed.enter(journey, await bed.person());
  const kept = await bed.enter(journey, await bed.person(), { holdout: true });
  await bed.trips.runUntil(START + 60_000);
  const doneFor = async (runId: RunId) => ({
    events: (await bed.db.select().from(events).where(eq(events.emittedBy, runId))).map(({ name }) => name).toSorted(),
    calls: (await bed.db.select().from(calls).where(eq(calls.runId, runId))).map(({ nodeType }) => nodeType).toSorted(),
    messages: (await bed.messages(runId)).map(({ state }) => state),
  });
  expect(heard).toEqual(['/webhook', '/crm']);
  expect(await doneFor(treated)).toEqual({
    events: ['Tier Changed', 'identify'],
    calls: ['crm', 'webhook'],
    messages: ['accepted'],
  });
  expect(await doneFor(kept)).toEqual({ events: [], calls: [], messages: ['ghost'] });
  const turns = await bed.db.select().from(visits).where(eq(visits.runId, kept)).orderBy(visits.at, visits.step);
  const reasons = Object.fromEntries(turns.map(({ step, port, reason }) => [step, `${port}: ${reason?.text}`]));
  expect(reasons).toEqual({
    entry: 'next: Entered',
    'update-profile': 'next: In the comparison group: left out',
    'emit-event': 'next: In the comparison group: left out',
    webhook: 'next: In the comparison group: left out',
    crm: 'told: In the comparison group: left out',
    sms: 'next: In the comparison group: would have been sent',
  });
});
