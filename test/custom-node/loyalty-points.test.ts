import { builtInNodes, nodeTypesOf, simulate } from '@wend/engine';
import { aJourney, testStart } from '@wend/engine/testing';
import { expect, it } from 'vitest';
import points from './loyalty-points.ts';

const WEEK_MS = 7 * 86_400_000;
const types = nodeTypesOf([...builtInNodes, points]);

it('credits points a week after the order', async () => {
  const plan = aJourney(types).entry('Ordered').wait('P7D').step('loyalty-points', { points: 5 }).compiled();
  const { visits, run } = await simulate(
    plan,
    { id: 'ada', attributes: { loyalty_id: 'L1' }, timeZone: 'UTC' },
    { calls: { 'loyalty-points': { kind: 'done', output: { balance: 15 } } } },
    { event: { name: 'Ordered', properties: {}, at: testStart } },
  );
  expect(visits.at(-1)?.left).toMatchObject({ at: testStart + WEEK_MS, reason: { text: 'Credited 5 points' } });
  expect(run.variables).toEqual({ loyalty_balance: 15 });
});
