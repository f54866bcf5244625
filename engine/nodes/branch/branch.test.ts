import { expect, it } from 'vitest';
import { aJourney, aRun, aWorld } from '../../testing/index.ts';
import { walk } from '../../walk/walk.ts';

const path = (id: string, value: number) => ({
  id,
  name: id,
  when: { kind: 'attribute', path: 'lifetime_value', op: 'at-least', value },
});
const plan = aJourney()
  .entry('Signed Up')
  .step('branch', { paths: [path('gold', 500), path('silver', 100)] })
  .compiled();
const way = async (lifetime_value: number | string | undefined) => {
  const [walked] = await walk(plan, [aRun()], aWorld({ attributes: { lifetime_value } }));
  const left = walked?.visits.at(-1)?.left;
  return [left?.port, left?.reason.text];
};

it('takes the first path that fits, and says by which value', async () => {
  expect(await way(600)).toEqual(['gold', 'lifetime_value 600 ≥ 500']);
  expect(await way('120')).toEqual(['silver', 'lifetime_value 120 ≥ 100']);
});

it('takes the last path where none fits, and says why not', async () => {
  expect(await way(50)).toEqual(['otherwise', 'lifetime_value 50, not ≥ 500; lifetime_value 50, not ≥ 100']);
  expect((await way(undefined))[0]).toBe('otherwise');
});

it('judges the event with which the person entered', async () => {
  const when = { kind: 'property', path: 'properties.plan', op: 'is', value: 'pro' };
  const byEvent = aJourney()
    .entry('Signed Up')
    .step('branch', { paths: [{ id: 'pro', name: 'Pro', when }] })
    .compiled();
  const entry = { name: 'Signed Up', properties: { plan: 'pro' }, at: 0 };
  const [walked] = await walk(byEvent, [aRun({ entry })], aWorld());
  expect(walked?.visits.at(-1)?.left).toMatchObject({ port: 'pro', reason: { text: 'plan is pro' } });
});
