import { builtInNodes, nodeTypesOf } from '@wend/engine';
import { aJourney } from '@wend/engine/testing';
import { eq } from 'drizzle-orm';
import { afterEach, expect, it } from 'vitest';
import { aTestBed, START, type TestBed } from '../../test/run-loop/bed/test-bed.ts';
import { aMatcherMemory, learnOnce, matchOnce } from '../matcher/index.ts';
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

it('waits for no change that was put aside', async () => {
  await aBed();
  const runId = await bed.enter(await bed.journey(twoAdds), await bed.person());
  await bed.trips.runUntil(START + MINUTE);
  await bed.db.update(eventQueue).set({ parkedAt: START + MINUTE });
  await bed.trips.runUntil(START + 2 * MINUTE);
  expect(await bed.run(runId)).toMatchObject({ phase: 'ended' });
});
