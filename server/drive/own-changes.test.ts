import { builtInNodes, nodeTypesOf } from '@wend/engine';
import { aJourney } from '@wend/engine/testing';
import { eq } from 'drizzle-orm';
import { afterEach, expect, it } from 'vitest';
import { aTestBed, START, type TestBed } from '../../test/run-loop/bed/test-bed.ts';
import { aMatcherMemory, learnOnce, matchOnce } from '../matcher/index.ts';
import { makeRenderer } from '../messages/render.ts';
import { eventQueue, profiles, visits } from '../tables/index.ts';
import { planCompiler } from './compile-plan.ts';
import { judge } from './judge.ts';

let bed: TestBed;
afterEach(() => bed.close());

const MINUTE = 60_000;
const add = { changes: [{ attribute: 'points', set: { to: 'add', value: 1 } }] };
const twoAdds = aJourney()
  .entry('Started')
  .with({ quietHours: 'none' })
  .step('update-profile', add, 'one')
  .sms('Hello')
  .step('update-profile', add, 'two')
  .step('branch', {
    paths: [{ id: 'two', name: 'Two', when: { kind: 'attribute', path: 'points', op: 'at-least', value: 2 } }],
  })
  .document();

/** A matcher that is away until it is let in. */
async function aBed(): Promise<{ letIn: () => void }> {
  let isAway = true;
  const memory = aMatcherMemory();
  bed = await aTestBed({
    render: makeRenderer({ publicUrl: 'http://localhost', unsubscribeKey: Buffer.alloc(32, 1) }),
    compile: planCompiler(nodeTypesOf(builtInNodes)),
    match: async (db, clock) => {
      if (isAway) return false;
      const deps = { db, clock, trips: { look: () => {} }, judge, memory };
      return (await learnOnce(deps)) + (await matchOnce(deps)) > 0;
    },
  });
  return {
    letIn: () => {
      isAway = false;
    },
  };
}

it('sees over a rest what it changed itself, however late the matcher is', async () => {
  const { letIn } = await aBed();
  const profileId = await bed.person();
  const runId = await bed.enter(await bed.journey(twoAdds), profileId);
  await bed.trips.runUntil(START + MINUTE);
  expect(await bed.run(runId)).toMatchObject({ step: 'sms', endedAt: null });
  expect(await bed.messages(runId)).toMatchObject([{ state: 'accepted' }]);
  letIn();
  await bed.trips.runUntil(START + 2 * MINUTE);
  expect(await bed.run(runId)).toMatchObject({ phase: 'ended' });
  const ports = await bed.db.select().from(visits).where(eq(visits.step, 'branch'));
  expect(ports).toMatchObject([{ port: 'two' }]);
  await bed.trips.runUntil(START + 3 * MINUTE);
  const [person] = await bed.db.select().from(profiles).where(eq(profiles.id, profileId));
  expect(person?.attributes).toEqual({ points: 2 });
});

it('writes a message with what the step before it changed, in the language it set, however late the matcher is', async () => {
  const set = (attribute: string, value: string) => ({ attribute, set: { to: 'text', value } });
  const document = aJourney()
    .entry('Started')
    .with({ quietHours: 'none', purpose: 'transactional' })
    .step('update-profile', { changes: [set('tier', 'gold'), set('address.city', 'Graz'), set('language', 'de-AT')] })
    .step('sms', {
      body: 'You are {{ profile.tier }}',
      languages: {
        de: { body: 'Sie sind {{ profile.tier }} in {{ profile.address.city }}, {{ profile.address.street }}' },
      },
    })
    .document();
  await aBed();
  const profileId = await bed.person({ attributes: { tier: 'none', address: { street: 'Ring 1', city: 'Linz' } } });
  await bed.enter(await bed.journey(document), profileId);
  await bed.trips.runUntil(START + MINUTE);
  expect(bed.provider.requests.map(({ payload }) => payload['body'])).toEqual(['Sie sind gold in Graz, Ring 1']);
});

it('waits for no change that was put aside', async () => {
  await aBed();
  const runId = await bed.enter(await bed.journey(twoAdds), await bed.person());
  await bed.trips.runUntil(START + MINUTE);
  await bed.db.update(eventQueue).set({ parkedAt: START + MINUTE });
  await bed.trips.runUntil(START + 2 * MINUTE);
  expect(await bed.run(runId)).toMatchObject({ phase: 'ended' });
});
