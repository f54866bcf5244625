import { expect, it } from 'vitest';
import { aJourney } from '../testing/index.ts';
import { diff } from './diff.ts';

const journey = () => aJourney().entry('Signed Up').sms('Hello', 'nudge').wait('P1D').email('Later', 'Text');

it('finds nothing between two journeys that mean the same', () => {
  const document = journey().document();
  const shuffled = {
    ...document,
    edges: document.edges.toReversed(),
    steps: Object.fromEntries(Object.entries(document.steps).toReversed()),
  };
  expect(diff(document, shuffled)).toEqual({ differences: [], summary: 'Nothing changed.' });
});

it('says what was added, removed and changed, field by field', () => {
  const after = aJourney()
    .entry('Signed Up')
    .sms('Hello you', 'nudge')
    .email('Later', 'Text')
    .end()
    .with({ holdout: 0.1 })
    .document();
  const { differences, summary } = diff(journey().document(), after);
  expect(differences).toEqual([
    { kind: 'part-changed', part: 'holdout', after: 0.1 },
    {
      kind: 'step-changed',
      id: 'nudge',
      name: 'sms',
      fields: [{ field: 'body', before: 'Hello', after: 'Hello you' }],
    },
    { kind: 'step-removed', id: 'wait', name: 'wait', type: 'wait' },
    { kind: 'step-added', id: 'end', name: 'end', type: 'end' },
    { kind: 'edge-removed', edge: { from: 'nudge', port: 'next', to: 'wait' } },
    { kind: 'edge-removed', edge: { from: 'wait', port: 'next', to: 'email' } },
    { kind: 'edge-added', edge: { from: 'email', port: 'next', to: 'end' } },
    { kind: 'edge-added', edge: { from: 'nudge', port: 'next', to: 'email' } },
  ]);
  expect(summary).toBe('Adds end; removes wait; changes the comparison group and sms (body).');
});

it('goes into lists of one length and names the one that differs', () => {
  const [before, after] = [5_000, 7_000].map((share) =>
    aJourney()
      .split({ a: share / 10_000, b: 1 - share / 10_000 })
      .document(),
  );
  if (!before || !after) throw new Error('no journeys');
  expect(diff(before, after).differences).toMatchObject([
    { fields: [{ field: 'variants.0.share', before: 5_000, after: 7_000 }, { field: 'variants.1.share' }] },
  ]);
});
