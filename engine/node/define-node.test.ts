import { expect, it } from 'vitest';
import { z } from 'zod';
import { builtInNodes } from '../nodes/index.ts';
import { aJourney, aRun, aWorld } from '../testing/index.ts';
import { validate } from '../walk/compile.ts';
import { walk } from '../walk/walk.ts';
import { defineNode } from './define-node.ts';
import { secretField, template } from './fields.ts';
import { nodeTypesOf } from './node-types.ts';
import { go } from './outcome.ts';

/** Everything a developer writes for a step type of their own. */
const loyaltyPoints = defineNode({
  type: 'loyalty-points',
  version: 2,
  group: 'action',
  title: 'Loyalty points',
  summary: 'Adds points to the account of the person',
  icon: 'star',
  config: z.strictObject({
    points: z.int().min(1).meta({ label: 'Points' }),
    note: template(200).default('').meta({ label: 'Note' }),
    key: secretField.optional().meta({ label: 'API key' }),
  }),
  initial: { points: 10 },
  ports: () => [{ id: 'next', label: 'Added' }],
  card: ({ points }) => ({ title: `${points} points`, body: { kind: 'plain' } }),
  decide: ({ config: { points } }) =>
    go('next', `Added ${points} points`, { effects: [{ kind: 'set-attributes', attributes: { points } }] }),
  upgrade: (config) =>
    typeof config === 'object' && config !== null && 'amount' in config ? { points: Number(config['amount']) } : config,
});
const types = nodeTypesOf([...builtInNodes, loyaltyPoints]);

it('is all that a step type of a developer needs to validate and to walk', async () => {
  const plan = aJourney(types).entry('Ordered').step('loyalty-points', { points: 5 }).compiled();
  const [walked] = await walk(plan, [aRun()], aWorld());
  expect(walked).toMatchObject({ rest: { kind: 'end' }, effects: [{ effect: { attributes: { points: 5 } } }] });
  expect(walked?.visits.at(-1)?.left?.reason.text).toBe('Added 5 points');
});

it('lifts a config of an older version when it is read, and refuses one of a newer', () => {
  expect(loyaltyPoints.bind('s', { amount: 7 }, 1)).toMatchObject({ ok: true, node: { config: { points: 7 } } });
  expect(loyaltyPoints.bind('s', { points: 7 }, 3)).toMatchObject({ ok: false, problems: [{ code: 'newer-version' }] });
});

it('says by the name in the form what is missing, what does not fit and what cannot be filled in', () => {
  const problems = (config: Parameters<typeof loyaltyPoints.bind>[1]) => {
    const document = aJourney(types).entry('Ordered').step('loyalty-points', { points: 1 }).document();
    const step = { type: 'loyalty-points', v: 2, name: '', config: JSON.parse(JSON.stringify(config)) };
    return validate({ ...document, steps: { 'loyalty-points': step } }, types).map(({ field, sentence }) => [
      field,
      sentence,
    ]);
  };
  expect(problems({})).toEqual([['points', '“Points” is missing.']]);
  expect(problems({ points: 0 })).toEqual([['points', expect.stringMatching(/^Points: .*\.$/)]]);
  expect(problems({ points: 1, note: 'Hi {{ name' })).toEqual([['note', expect.stringMatching(/^Note: .*\.$/)]]);
  expect(problems({ points: 1, key: 'sk_live_1' })).toEqual([['key', expect.stringContaining('This is a secret')]]);
  expect(problems({ points: 1, key: { secret: 'shop' } })).toEqual([]);
});

it('keeps the journey when a step type throws', () => {
  const broken = defineNode({
    ...spec(),
    card: () => {
      throw new Error('no card today');
    },
  });
  expect(broken.bind('s', {}, 1)).toEqual({
    ok: false,
    problems: [{ code: 'config', sentence: 'Broken: no card today.' }],
  });
});

it('has one definition for each type', () => {
  expect(() => nodeTypesOf([loyaltyPoints, loyaltyPoints])).toThrow('Two node types are called loyalty-points');
});

function spec() {
  return {
    ...({
      type: 'broken',
      version: 1,
      group: 'action',
      title: 'Broken',
      summary: '',
      icon: 'x',
      config: z.strictObject({}),
    } as const),
    ...{ initial: {}, ports: () => [], decide: () => go('next', '') },
  };
}
