import { fireEvent, screen } from '@testing-library/react';
import { condition, type Problem } from '@wend/engine';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { inJourney } from '../testing/in-journey.tsx';
import { KeptForm, type Written } from '../testing/kept-form.tsx';
import type { Seen } from './offered.ts';

interface Around {
  readonly problems?: readonly Problem[];
  readonly seen?: Seen;
}

function drawn(schema: z.ZodType, value: unknown, { problems = [], seen }: Around = {}): Written {
  const written: Written = { value, path: '' };
  inJourney(<KeptForm schema={schema} problems={problems} written={written} />, seen === undefined ? {} : { seen });
  return written;
}
const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));

const seen: Seen = {
  events: [{ name: 'Order Completed', properties: [{ path: 'revenue', shape: 'number' }] }],
  attributes: [{ path: 'firstName', shape: 'text' }],
  segments: [],
  topics: [{ key: 'news', name: 'Newsletter' }],
};

it('asks for a text, and takes an emptied optional one away', () => {
  const schema = z.object({ a: z.string().meta({ label: 'A' }), b: z.string().optional().meta({ label: 'B' }) });
  const written = drawn(schema, { a: '', b: 'x' });
  type('A', 'hello');
  expect(written).toEqual({ value: { a: 'hello', b: 'x' }, path: 'a' });
  type('B', '');
  expect(written.value).toEqual({ a: 'hello' });
});

it('asks for a number in its unit; a share is shown in percent and kept as it is counted', () => {
  const share = z.object({
    s: z.number().meta({ label: 'S', unit: '%', whole: 10_000 }),
    n: z.number().meta({ label: 'N' }),
  });
  const written = drawn(share, { s: 4_550, n: 1 });
  expect(screen.getByLabelText('S')).toHaveProperty('value', '45.5');
  type('S', '12.34');
  type('N', '7');
  expect(written.value).toEqual({ s: 1_234, n: 7 });
});

it('asks yes or no by a box with its words beside it', () => {
  const written = drawn(z.object({ on: z.boolean().meta({ label: 'Switched on' }) }), { on: false });
  fireEvent.click(screen.getByLabelText('Switched on'));
  expect(written.value).toEqual({ on: true });
});

it('asks for one of a few by their words; what was left to its default shows that', () => {
  const when = z
    .enum(['defer', 'skip'])
    .default('skip')
    .meta({ label: 'When', choices: { defer: 'Wait', skip: 'Leave out' } });
  const written = drawn(z.object({ when }), {});
  expect(screen.getByLabelText('When')).toHaveProperty('value', 'skip');
  expect(screen.getByRole('option', { name: 'Wait' })).toBeTruthy();
  type('When', 'defer');
  expect(written.value).toEqual({ when: 'defer' });
});

it('asks for a length of time by number and unit, and keeps what is more involved', () => {
  const schema = z.object({
    a: z.string().meta({ label: 'A', widget: 'duration' }),
    b: z.string().meta({ label: 'B', widget: 'duration' }),
    c: z.string().optional().meta({ label: 'C', widget: 'duration', absent: 'At any time', present: 'In the last' }),
  });
  const written = drawn(schema, { a: 'PT30M', b: 'P1DT12H' });
  expect(screen.getByLabelText('A')).toHaveProperty('value', '30');
  expect(screen.getByLabelText('B')).toHaveProperty('value', 'P1DT12H');
  fireEvent.change(screen.getByLabelText('Unit'), { target: { value: 'hours' } });
  type('C', 'present');
  expect(written.value).toEqual({ a: 'PT30H', b: 'P1DT12H', c: 'P30D' });
  type('C', 'absent');
  expect(written.value).toEqual({ a: 'PT30H', b: 'P1DT12H' });
});

it('asks for a time, a date and days of the week', () => {
  const schema = z.object({
    at: z.string().meta({ label: 'At', widget: 'time' }),
    on: z.string().meta({ label: 'On', widget: 'date' }),
    days: z.array(z.int()).meta({ label: 'Days', widget: 'weekdays' }),
  });
  const written = drawn(schema, { at: '09:00', on: '', days: [5] });
  type('At', '10:30');
  type('On', '2026-12-24');
  press('Tue');
  press('Fri');
  expect(written.value).toEqual({ at: '10:30', on: '2026-12-24', days: [2] });
});

it('offers the events that came in, and where values lie in them, in words', () => {
  const schema = z.object({
    event: z.string().meta({ label: 'Event', widget: 'event' }),
    path: z.string().meta({ label: 'Property', widget: 'property' }),
    who: z.string().meta({ label: 'Attribute', widget: 'attribute' }),
    topic: z.string().meta({ label: 'Topic', widget: 'topic' }),
  });
  const written = drawn(schema, { event: '', path: '', who: '', topic: '' }, { seen });
  type('Event', 'Order Completed');
  expect(screen.getByRole('option', { name: 'Revenue (a number)' })).toBeTruthy();
  type('Property', 'properties.revenue');
  type('Attribute', 'firstName');
  type('Topic', 'news');
  expect(written.value).toEqual({
    event: 'Order Completed',
    path: 'properties.revenue',
    who: 'firstName',
    topic: 'news',
  });
});

it('takes another place for a value than those that were seen', () => {
  const written = drawn(
    z.object({ who: z.string().meta({ label: 'Attribute', widget: 'attribute' }) }),
    { who: '' },
    { seen },
  );
  fireEvent.change(screen.getByLabelText('Attribute'), { target: { value: '\u0000another' } });
  type('Its name', 'loyalty.tier');
  expect(written.value).toEqual({ who: 'loyalty.tier' });
});

it('puts what is known of the person into a text, where the cursor is', () => {
  const written = drawn(
    z.object({ t: z.string().meta({ label: 'T', widget: 'liquid' }) }),
    { t: 'Hi , bye' },
    { seen },
  );
  const area = screen.getByLabelText('T');
  if (!(area instanceof HTMLTextAreaElement)) throw new Error('no text area');
  area.focus();
  area.setSelectionRange(3, 3);
  press('+ First name');
  expect(written.value).toEqual({ t: 'Hi {{ profile.firstName | default: "" }}, bye' });
  expect(area.value).toBe('Hi \u2068first name\u2069, bye');
  type('If first name is not known', 'there');
  expect(written.value).toEqual({ t: 'Hi {{ profile.firstName | default: "there" }}, bye' });
  expect(area.value).toBe('Hi \u2068first name\u2069, bye');
});

it('makes a chip of a template that is pasted, and leaves the cursor behind it', () => {
  const written = drawn(z.object({ t: z.string().meta({ label: 'T', widget: 'liquid' }) }), { t: 'Hi bye' });
  const area = screen.getByLabelText('T');
  if (!(area instanceof HTMLTextAreaElement)) throw new Error('no text area');
  area.focus();
  fireEvent.change(area, { target: { value: 'Hi {{profile.firstName}},bye', selectionStart: 25, selectionEnd: 25 } });
  expect(written.value).toEqual({ t: 'Hi {{profile.firstName}},bye' });
  expect([area.value, area.selectionStart]).toEqual(['Hi \u2068first name\u2069,bye', 16]);
});

it('counts what a text message costs, with the way out, and makes it cheaper', () => {
  const written = drawn(z.object({ body: z.string().meta({ label: 'Message', widget: 'sms' }) }), {
    body: `ç${'a'.repeat(160)}`,
  });
  expect(screen.getByText(/3 parts · 183 of 201, with “Reply STOP to opt out” · dearer because of ç/)).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: /Write without accents/ }));
  expect(written.value).toEqual({ body: `c${'a'.repeat(160)}` });
});

it('refers to a secret by its name', () => {
  const written = drawn(
    z.object({ v: z.union([z.object({ secret: z.string() }), z.string()]).meta({ label: 'V', widget: 'secret' }) }),
    { v: '' },
  );
  fireEvent.change(screen.getByLabelText('Kind of value'), { target: { value: 'secret' } });
  type('V', 'crm_token');
  expect(written.value).toEqual({ v: { secret: 'crm_token' } });
});

const list = z.object({
  paths: z
    .array(z.object({ id: z.string().meta({ widget: 'hidden' }), name: z.string().meta({ label: 'Path' }) }))
    .meta({ label: 'Paths', add: 'Add a path' }),
});

it('adds to a list, moves in it and takes out of it; new items have ids of their own', () => {
  const written = drawn(list, { paths: [{ id: 'a', name: 'Yes' }] });
  press('Add a path');
  expect(written.value).toEqual({
    paths: [
      { id: 'a', name: 'Yes' },
      { id: 'b', name: 'B' },
    ],
  });
  press('Move 2 up');
  expect(written.value).toEqual({
    paths: [
      { id: 'b', name: 'B' },
      { id: 'a', name: 'Yes' },
    ],
  });
  press('Remove 1');
  expect(written.value).toEqual({ paths: [{ id: 'a', name: 'Yes' }] });
  type('Path', 'No');
  expect(written).toEqual({ value: { paths: [{ id: 'a', name: 'No' }] }, path: 'paths.0.name' });
});

it('changes its kind and keeps what both kinds ask for', () => {
  const until = z.discriminatedUnion('until', [
    z
      .object({
        until: z.literal('event'),
        event: z.string().meta({ label: 'Event' }),
        timeout: z.string().meta({ label: 'At most' }),
      })
      .meta({ label: 'An event' }),
    z
      .object({
        until: z.literal('time'),
        at: z.string().meta({ label: 'At' }),
        timeout: z.string().meta({ label: 'At most' }),
      })
      .meta({ label: 'A time' }),
  ]);
  const written = drawn(until, { until: 'event', event: 'x', timeout: '3 days' });
  expect(screen.getByRole('button', { name: 'An event' }).getAttribute('aria-pressed')).toBe('true');
  press('A time');
  expect(written.value).toEqual({ until: 'time', at: '', timeout: '3 days' });
});

it('asks for an optional part only once it is wanted', () => {
  const schema = z.object({
    offset: z
      .object({ by: z.string().meta({ label: 'By' }) })
      .optional()
      .meta({ label: 'Earlier or later' }),
  });
  const written = drawn(schema, {});
  expect(screen.queryByLabelText('By')).toBeNull();
  press('Add');
  type('By', '1 day');
  expect(written.value).toEqual({ offset: { by: '1 day' } });
  press('Remove');
  expect(written.value).toEqual({});
});

it('asks for a field only while those beside it call for it, and hides what is made elsewhere', () => {
  const schema = z.object({
    what: z.enum(['count', 'sum']).meta({ label: 'What' }),
    path: z
      .string()
      .optional()
      .meta({ label: 'Of what', onlyIf: { what: 'sum' } }),
    id: z.string().meta({ widget: 'hidden', label: 'Id' }),
  });
  drawn(schema, { what: 'count', id: 'a' });
  expect(screen.queryByLabelText('Of what')).toBeNull();
  expect(screen.queryByLabelText('Id')).toBeNull();
  type('What', 'sum');
  expect(screen.getByLabelText('Of what')).toBeTruthy();
});

it('says at the field what is wrong with it, in place of its help', () => {
  const problem: Problem = {
    code: 'x',
    severity: 'error',
    step: 's',
    field: 'paths.0.name',
    sentence: 'Give the path a name.',
  };
  drawn(list, { paths: [{ id: 'a', name: '' }] }, { problems: [problem] });
  expect(screen.getByText('Give the path a name.')).toBeTruthy();
  expect(screen.getByLabelText('Path').getAttribute('aria-invalid')).toBe('true');
});

it('puts seldom asked fields behind More', () => {
  drawn(z.object({ a: z.string().meta({ label: 'A' }), b: z.string().meta({ label: 'B', advanced: true }) }), {
    a: '',
    b: '',
  });
  expect(screen.getByLabelText('B').closest('details')?.open).toBe(false);
  expect(screen.getByLabelText('A').closest('details')).toBeNull();
});

it('draws a condition as tests in words', () => {
  const written = drawn(
    z.object({ when: condition.meta({ label: 'Who', widget: 'condition' }) }),
    { when: { kind: 'all', of: [] } },
    { seen },
  );
  expect(screen.getByText('Without a test: everyone.')).toBeTruthy();
  press('Add a test');
  type('Attribute', 'firstName');
  type('Value', 'Ada');
  expect(written.value).toEqual({ when: { kind: 'attribute', path: 'firstName', op: 'is', value: 'Ada' } });
  expect(screen.getByText('firstName is Ada')).toBeTruthy();
});
