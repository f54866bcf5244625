import { fireEvent, screen } from '@testing-library/react';
import { builtInNodes, type Condition, checkCondition, condition, entry, exit, goal } from '@wend/engine';
import { aJourney } from '@wend/engine/testing';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { inJourney } from '../testing/in-journey.tsx';
import { KeptForm, type Written } from '../testing/kept-form.tsx';
import { metaOf, optionsOf, type Schema } from './fields.ts';
import { recordOf } from './record.ts';

const seen = {
  events: [{ name: 'Order Completed', properties: [{ path: 'revenue' }, { path: 'currency' }] }],
  attributes: [{ path: 'country' }],
  segments: [{ id: 'a-segment', name: 'Lapsed' }],
  topics: [],
};
const document = aJourney()
  .entry('Order Completed')
  .sms('Hi', 'nudge')
  .step('webhook', { url: 'https://x.example', saveAs: 'score' })
  .document();

function drawn(
  when: unknown,
  widget: 'condition' | 'entry-condition' | 'event-condition' = 'condition',
  isOptional = false,
) {
  const written: Written = { value: { event: 'Order Completed', when }, path: '' };
  const asked = isOptional ? condition.optional() : condition;
  const schema = z.object({ event: z.string().optional(), when: asked.meta({ label: 'Who', widget }) });
  inJourney(<KeptForm schema={schema} written={written} />, { document, seen });
  return {
    get value() {
      return recordOf(written.value)['when'];
    },
  };
}
const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
const choose = (kind: string) => type('What is looked at', kind);
const aTest = () => {
  const written = drawn({ kind: 'all', of: [] });
  fireEvent.click(screen.getByRole('button', { name: 'Add a test' }));
  return written;
};
const without = (value: unknown) => checkCondition(condition.parse(value), Object.keys(document.steps));

it('offers every form of the condition language, each with an explanation', () => {
  aTest();
  for (const { name } of optionsOf(condition)) {
    choose(name);
    expect(screen.getAllByLabelText('What is looked at')[0]).toHaveProperty('value', name);
    const [help] = window.document.querySelectorAll('.item .help');
    expect(help?.textContent, name).toMatch(/\.$/);
  }
});

it('counts, adds up and looks when last', () => {
  const written = aTest();
  choose('events');
  type('Event', 'Order Completed');
  type('Value', '2');
  expect(written.value).toEqual({
    kind: 'events',
    event: 'Order Completed',
    measure: 'count',
    op: 'at-least',
    value: 2,
  });
  type('What counts', 'sum');
  expect(without(written.value)).toEqual(['A sum needs the property that is added up.']);
  type('What is added up', 'properties.revenue');
  type('When', 'present');
  expect(written.value).toMatchObject({ measure: 'sum', path: 'properties.revenue', within: 'P30D' });
  expect(screen.getByText('revenue of Order Completed adds up to at least 2 in the last 30 days')).toBeTruthy();
  type('What counts', 'last');
  expect(written.value).toEqual({
    kind: 'events',
    event: 'Order Completed',
    measure: 'last',
    op: 'within-last',
    value: 'P30D',
    within: 'P30D',
  });
  expect(without(written.value)).toEqual([]);
});

it('looks only at events with certain properties, and since the entry', () => {
  const written = aTest();
  choose('events');
  type('Event', 'Order Completed');
  fireEvent.click(screen.getByLabelText('Only since they entered the journey'));
  fireEvent.click(screen.getByRole('button', { name: 'Look at a property' }));
  type('Property', 'properties.currency');
  expect(written.value).toMatchObject({ since: 'entry', where: [{ path: 'properties.currency', op: 'is' }] });
});

it.each<[kind: string, fill: () => void, Condition]>([
  ['consent', () => type('Channel', 'sms'), { kind: 'consent', channel: 'sms' }],
  [
    'message',
    () => (type('Message', 'nudge'), type('What became of it', 'clicked')),
    { kind: 'message', step: 'nudge', did: 'clicked' },
  ],
  ['segment', () => type('Segment', 'a-segment'), { kind: 'segment', segment: 'a-segment' }],
  [
    'variable',
    () => (type('Answer', 'score'), type('Comparison', 'greater'), type('Value', '3')),
    { kind: 'variable', path: 'score', op: 'greater', value: 3 },
  ],
  [
    'metric',
    () => (type('Rate', 'click'), type('Of which message', 'nudge'), type('Comparison', 'less'), type('Value', '3.5')),
    { kind: 'metric', metric: { rate: 'click', step: 'nudge', within: 'P1D' }, op: 'less', value: 0.035 },
  ],
  [
    'property',
    () => (type('Property', 'properties.currency'), type('Comparison', 'in'), type('Values', 'GBP, EUR')),
    { kind: 'property', path: 'properties.currency', op: 'in', value: ['GBP', 'EUR'] },
  ],
  [
    'attribute',
    () => (type('Attribute', 'country'), type('Comparison', 'between'), type('Lowest', '1'), type('Highest', '9')),
    { kind: 'attribute', path: 'country', op: 'between', value: [1, 9] },
  ],
])('writes %s', (kind, fill, expected) => {
  const written = aTest();
  choose(kind);
  fill();
  expect(written.value).toEqual(expected);
  expect(without(written.value)).toEqual([]);
});

it('nests several tests and the opposite of one', () => {
  const written = aTest();
  choose('not');
  const inner = screen.getAllByRole('button', { name: 'Add a test' })[0];
  if (inner) fireEvent.click(inner);
  expect(written.value).toEqual({ kind: 'not', of: { kind: 'attribute', path: '', op: 'is', value: '' } });
});

it('joins several tests by all or any, and asks about the event alone where only that is known', () => {
  const written = drawn(undefined, 'event-condition', true);
  expect(screen.getByText('Always.')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Add a test' }));
  expect(screen.getByLabelText('What is looked at').querySelectorAll('option')).toHaveLength(4);
  fireEvent.click(screen.getByRole('button', { name: 'Add a test' }));
  type('How the tests belong together', 'any');
  expect(written.value).toMatchObject({ kind: 'any', of: [{ kind: 'property' }, { kind: 'property' }] });
  fireEvent.click(screen.getByRole('button', { name: 'Remove 2' }));
  fireEvent.click(screen.getByRole('button', { name: 'Remove 1' }));
  expect(written.value).toBeUndefined();
});

it('offers for an entry nothing that is known only of somebody who is in the journey', () => {
  drawn({ kind: 'all', of: [] }, 'entry-condition');
  fireEvent.click(screen.getByRole('button', { name: 'Add a test' }));
  const offered = () =>
    [...(screen.getAllByLabelText('What is looked at').at(-1)?.querySelectorAll('option') ?? [])].map(
      ({ value }) => value,
    );
  const known = optionsOf(condition)
    .map(({ name }) => name)
    .filter((name) => name !== 'variable' && name !== 'metric');
  expect(offered()).toEqual(known);
  choose('events');
  expect(screen.queryByLabelText('Only since they entered the journey')).toBeNull();
  choose('message');
  expect(screen.queryByLabelText('Message')).toBeNull();
  expect(screen.getByLabelText('Channel')).toBeTruthy();
  choose('not');
  fireEvent.click(screen.getAllByRole('button', { name: 'Add a test' })[0] ?? window.document.body);
  expect(offered()).toEqual(known);
});

it('asks in the form of the entry only what can be known by then, in those of goals, exits and waits only what is in the event', () => {
  const widgetOf = (schema: Schema): unknown => metaOf(schema).widget;
  const entered = optionsOf(entry).flatMap(({ option }) => option.shape['where'] ?? []);
  const wait = builtInNodes.find(({ type }) => type === 'wait')?.config;
  const waited =
    wait instanceof z.ZodDiscriminatedUnion ? optionsOf(wait).flatMap(({ option }) => option.shape['where'] ?? []) : [];
  expect(entered.map(widgetOf)).toEqual(['entry-condition']);
  expect([goal.shape.where, exit.shape.where, ...waited].map(widgetOf)).toEqual(Array(3).fill('event-condition'));
});

it('keeps what it cannot read until somebody writes it anew', () => {
  const written = drawn({ kind: 'phase-of-the-moon' });
  expect(screen.getByText(/cannot be shown here/)).toBeTruthy();
  expect(written.value).toEqual({ kind: 'phase-of-the-moon' });
  fireEvent.click(screen.getByRole('button', { name: 'Write it anew' }));
  expect(written.value).toEqual({ kind: 'all', of: [] });
});
