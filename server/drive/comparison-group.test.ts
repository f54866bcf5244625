import { builtInNodes, compile, type JourneyDocument, nodeTypesOf, type RunId, simulate } from '@wend/engine';
import { aJourney } from '@wend/engine/testing';
import { eq } from 'drizzle-orm';
import { afterEach, expect, it } from 'vitest';
import { aTestBed, START, type TestBed } from '../../test/run-loop/bed/test-bed.ts';
import { newId } from '../ids/index.ts';
import { assignments, counters, runs, visits } from '../tables/index.ts';
import { planCompiler } from './compile-plan.ts';

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
