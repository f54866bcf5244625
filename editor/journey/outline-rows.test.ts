import { bindSteps, type JourneyDocument } from '@wend/engine';
import { aJourney } from '@wend/engine/testing';
import { expect, it } from 'vitest';
import { nodeTypes } from './node-types.ts';
import { outlineRows } from './outline-rows.ts';

const told = (document: JourneyDocument) =>
  outlineRows(document, bindSteps(document, nodeTypes).steps).map((row) =>
    row.kind === 'step'
      ? `${'-'.repeat(row.level)}${row.id}`
      : `${'-'.repeat(row.level)}[${row.label}]${row.joins ?? ''}`,
  );

it('tells a journey from top to bottom, each path with what follows on it', () => {
  const document = aJourney()
    .entry('Ordered')
    .split({ a: 0.5, b: 0.5 }, 'split')
    .sms('Hi', 'text')
    .email('Hello', 'Hello', 'mail')
    .on('split', 'b')
    .step('push', { title: 'T', body: 'B' }, 'push')
    .document();
  expect(told(document)).toEqual(['entry', 'split', '-[A]', '-text', '-mail', '-[B]', '-push']);
});

it('says of a path that meets others where it goes on', () => {
  const built = aJourney().entry('Ordered').split({ a: 0.5, b: 0.5 }, 'split').sms('Hi', 'text').document();
  const document = { ...built, edges: [...built.edges, { from: 'split', port: 'b', to: 'text' }] };
  expect(told(document)).toEqual(['entry', 'split', '-[A]', '-text', '-[B]text']);
});

it('forgets no step, not even one that nothing reaches', () => {
  const built = aJourney().entry('Ordered').sms('Hi', 'text').sms('Ho', 'lost').document();
  const document = { ...built, edges: built.edges.filter(({ to }) => to !== 'lost') };
  expect(told(document)).toEqual(['entry', 'text', 'lost']);
});

it('is not frightened by a long journey', () => {
  const builder = aJourney().entry('Ordered');
  for (let n = 0; n < 3_000; n += 1) builder.wait('PT1H', `w${n}`);
  expect(told(builder.document())).toHaveLength(3_001);
});
