import fc from 'fast-check';
import { expect, it } from 'vitest';
import { aJourney, aRun, aWorld } from '../../testing/index.ts';
import { walk } from '../../walk/walk.ts';
import { pickVariant } from './pick.ts';

const plan = (shares: Record<string, number>) => aJourney().entry('Signed Up').split(shares).compiled();
const armOf = async (shares: Record<string, number>, profileId: string, world = aWorld({ profileId })) => {
  const [walked] = await walk(plan(shares), [aRun({ profileId })], world);
  return {
    port: walked?.visits.at(-1)?.left?.port,
    reason: walked?.visits.at(-1)?.left?.reason.text,
    assignments: walked?.assignments,
  };
};

it('says the draw and the range that held it, and records the arm', async () => {
  const { port, reason, assignments } = await armOf({ a: 0.45, b: 0.55 }, 'ada');
  expect(reason).toMatch(/^Draw 0\.\d{3}, [AB] holds (0 to 0\.45|0\.45 to 1)$/);
  expect(assignments).toEqual([{ step: 'split', arm: port }]);
});

it('keeps a person in the arm of the record, over any change of the shares', async () => {
  for (const arm of ['a', 'b']) {
    const world = aWorld();
    world.log.assign('ada', 'journey', 'split', arm);
    const kept = await armOf({ a: 0.5, b: 0.5 }, 'ada', world);
    expect(kept).toMatchObject({ port: arm, reason: `Stays in ${arm.toUpperCase()}, drawn earlier`, assignments: [] });
  }
});

it('draws anew where the recorded arm is gone', async () => {
  const world = aWorld();
  world.log.assign('ada', 'journey', 'split', 'gone');
  expect((await armOf({ a: 0.5, b: 0.5 }, 'ada', world)).assignments).toHaveLength(1);
});

const comparing = (share: number) =>
  aJourney()
    .entry('Signed Up')
    .step('split', {
      variants: [
        { id: 'a', name: 'A', share: 10_000 - share },
        { id: 'none', name: 'Nobody', share, holdout: true },
      ],
    })
    .on('split', 'a')
    .sms('A', 'sms-a')
    .on('split', 'none')
    .sms('B', 'sms-b')
    .compiled();

it('keeps out to compare who is drawn into an arm to which nothing is sent, and says so', async () => {
  const [walked] = await walk(comparing(10_000), [aRun()], aWorld());
  expect(walked?.run).toMatchObject({ step: 'sms-b', holdout: true });
  expect(walked?.visits.find(({ step }) => step === 'split')?.left?.reason.text).toMatch(
    /^Draw .* 0 to 1: kept out to compare, nothing is sent from here on$/,
  );
  const [treated] = await walk(comparing(0), [aRun()], aWorld());
  expect(treated?.run).toMatchObject({ step: 'sms-a', holdout: false });
});

it('keeps out by the record, whatever the shares are now; nothing later takes a run in again', async () => {
  const world = aWorld();
  world.log.assign('ada', 'journey', 'split', 'none');
  const [again] = await walk(comparing(0), [aRun()], world);
  expect(again?.run).toMatchObject({ step: 'sms-b', holdout: true });
  expect(again?.visits.find(({ step }) => step === 'split')?.left?.reason.text).toBe(
    'Stays in Nobody, drawn earlier: kept out to compare, nothing is sent from here on',
  );
  const [held] = await walk(comparing(0), [aRun({ profileId: 'jonas', holdout: true })], world);
  expect(held?.run).toMatchObject({ step: 'sms-a', holdout: true });
});

it('gives every arm its share of many people', async () => {
  const shares = { a: 0.1, b: 0.2, c: 0.7 };
  const runs = Array.from({ length: 20_000 }, (_, n) => aRun({ profileId: `p${n}` }));
  const walked = await walk(plan(shares), runs, aWorld());
  for (const [arm, share] of Object.entries(shares)) {
    const seen = walked.filter(({ visits }) => visits.at(-1)?.left?.port === arm).length / runs.length;
    // Five standard errors.
    expect(Math.abs(seen - share)).toBeLessThan(5 * Math.sqrt((share * (1 - share)) / runs.length));
  }
});

it('moves nobody between the first arms when a later one is divided', () => {
  const variants = (...shares: number[]) => ({
    variants: shares.map((share, n) => ({ id: `v${n}`, name: `V${n}`, share })),
  });
  fc.assert(
    fc.property(fc.uuid(), (profileId) => {
      const run = { journeyId: 'j', step: 's', profileId };
      const before = pickVariant(variants(3_000, 7_000), run).variant.id;
      const after = pickVariant(variants(3_000, 2_000, 5_000), run).variant.id;
      expect(after === 'v0').toBe(before === 'v0');
    }),
  );
});

it('draws every step of a journey on its own', () => {
  const variants = [5_000, 5_000].map((share, n) => ({ id: `v${n}`, name: 'V', share }));
  const arms = (step: string) =>
    Array.from(
      { length: 400 },
      (_, n) => pickVariant({ variants }, { journeyId: 'j', step, profileId: `p${n}` }).variant.id,
    );
  const [one, two] = [arms('one'), arms('two')];
  const same = one.filter((arm, n) => arm === two[n]).length;
  expect(same).toBeGreaterThan(140);
  expect(same).toBeLessThan(260);
});
