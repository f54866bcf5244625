import { expect, it } from 'vitest';
import type { Condition } from '../condition/schema.ts';
import { parseJourney } from '../document/parse.ts';
import type { JourneyDocument } from '../document/schema.ts';
import { nodeTypesOf } from '../node/node-types.ts';
import { builtInNodes } from '../nodes/index.ts';
import { aJourney } from '../testing/index.ts';
import { compile, compilePublished, validate } from './compile.ts';

const types = nodeTypesOf(builtInNodes);
const codes = (document: JourneyDocument) => validate(document, types).map(({ code, step }) => [code, step]);
const journey = () => aJourney().entry('Signed Up').sms('Hello').wait('PT1H').email('Later');

it('finds nothing wrong with a whole journey', () => {
  expect(codes(journey().document())).toEqual([]);
  expect(journey().compiled().next('sms', 'next')).toBe('wait');
});

it('keeps an unknown step type and names it', () => {
  const document = aJourney().entry('Signed Up').step('hologram', { size: 3 }).document();
  expect(codes(document)).toEqual([['unknown-type', 'hologram']]);
  expect(document.steps['hologram']?.config).toEqual({ size: 3 });
});

it('names edges that lead nowhere, hang on no port, or share one', () => {
  const document = journey().document();
  const edge = (from: string, port: string, to: string) => ({ from, port, to });
  const edges = [
    ...document.edges,
    edge('email', 'next', 'gone'),
    edge('sms', 'left', 'email'),
    edge('sms', 'next', 'email'),
  ];
  expect(codes({ ...document, edges })).toEqual([
    ['dangling-edge', 'email'],
    ['unknown-port', 'sms'],
    ['two-edges', 'sms'],
  ]);
});

it('refuses a loop without a go-to, and offers to cut it', () => {
  const document = journey().document();
  const back = { from: 'email', port: 'next', to: 'sms' };
  const problems = validate({ ...document, edges: [...document.edges, back] }, types);
  expect(problems).toMatchObject([
    { code: 'loop', step: 'email', fix: { commands: [{ kind: 'put', edges: { remove: [back] } }] } },
  ]);
});

it('warns of a step nobody reaches, and still compiles', () => {
  const document = journey().document();
  const cut = { ...document, edges: document.edges.filter(({ from }) => from !== 'wait') };
  const compiled = compile(cut, types);
  expect(compiled).toMatchObject({
    ok: true,
    problems: [{ code: 'unreachable', step: 'email', fix: { commands: [{ kind: 'remove-step', id: 'email' }] } }],
  });
});

it.each([
  ['no-steps', aJourney().entry('Signed Up')],
  ['entry-event', aJourney().entry(' ').sms('Hi')],
  ['empty-message', aJourney().sms(' ')],
  ['template', aJourney().sms('Hi {{ name')],
  ['config', aJourney().step('wait', { until: 'event', event: 'Ordered' })],
  ['event', aJourney().waitFor('', 'P1D')],
  ['key', aJourney().waitFor('Ordered', 'P1D', { key: { path: 'properties.cart' } })],
  ['time-zone', aJourney().sms('Hi').with({ timeZone: 'Mars/Base' })],
  [
    'condition',
    aJourney().step('wait', {
      until: 'condition',
      timeout: 'P1D',
      condition: { kind: 'message', did: 'clicked', step: 'gone' },
    }),
  ],
  [
    'condition',
    aJourney().step('wait', {
      until: 'condition',
      timeout: 'P1D',
      condition: { kind: 'message', did: 'clicked', within: 'P1M' },
    }),
  ],
  [
    'condition',
    aJourney()
      .entry('Signed Up', { where: { kind: 'property', path: 'properties.a', op: 'matches', value: '(?=x)' } })
      .sms('Hi'),
  ],
  [
    'condition',
    aJourney()
      .entry('Signed Up', { where: { kind: 'property', path: 'properties.a', op: 'is' } })
      .sms('Hi'),
  ],
  [
    'reentry',
    aJourney()
      .entry('Signed Up', { reentry: { kind: 'after', after: 'P2000Y' } })
      .sms('Hi'),
  ],
  ['config', aJourney().wait('an hour')],
  ['config', aJourney().wait('P9999999D')],
  [
    'window',
    aJourney()
      .sms('Hi')
      .with({ goals: [{ event: 'Ordered', within: 'P1M' }] }),
  ],
  ['shares', aJourney().split({ a: 0.5, b: 0.4 })],
  ['unknown-target', aJourney().step('go-to', { to: 'gone' })],
  ['unknown-target', aJourney().step('go-to', { to: '' })],
  [
    'secret',
    aJourney().step('webhook', { url: 'https://x.example', headers: [{ name: 'Authorization', value: 'Bearer 1' }] }),
  ],
  ['no-start', aJourney().on('gone', 'next').sms('Hi')],
  [
    'measure',
    aJourney().step('kpi-branch', {
      of: 'person',
      measure: { kind: 'attribute', path: '' },
      paths: [{ id: 'a', name: 'A', atLeast: 1 }],
    }),
  ],
])('refuses %s with a sentence', (code, builder) => {
  const compiled = compile(builder.document(), types);
  expect(compiled.ok).toBe(false);
  const problems = compiled.ok ? [] : compiled.problems;
  expect(problems.map((problem) => problem.code)).toContain(code);
  for (const { sentence } of problems) expect(sentence).toMatch(/^[A-Z“"].+\.$/);
});

const ofARun: readonly [string, Condition][] = [
  ['a rate', { kind: 'metric', metric: { rate: 'click', within: 'P1D' }, op: 'less', value: 0.1 }],
  ['an answer', { kind: 'variable', path: 'score', op: 'exists' }],
  ['a message of the journey', { kind: 'message', did: 'clicked', step: 'sms' }],
  ['a message of the journey by a channel', { kind: 'message', did: 'clicked', step: 'sms', channel: 'sms' }],
  [
    'what happened since',
    { kind: 'events', event: 'Ordered', measure: 'count', op: 'at-least', value: 1, since: 'entry' },
  ],
];

it.each(ofARun)('lets nobody ask for %s before there is a run', (_, test) => {
  const where: Condition = { kind: 'all', of: [{ kind: 'not', of: test }] };
  const problems = validate(aJourney().entry('Signed Up', { where }).sms('Hi').document(), types);
  expect(problems).toMatchObject([{ code: 'too-early', step: 'entry', field: 'where' }]);
  expect(problems[0]?.sentence).toMatch(/^[A-Z].+\.$/);
});

it.each(ofARun)('lets no goal, exit or wait for an event ask for %s, since the matcher does not read it', (_, test) => {
  const where: Condition = { kind: 'any', of: [{ kind: 'not', of: test }] };
  const document = aJourney()
    .entry('Signed Up')
    .sms('Hi')
    .waitFor('Ordered', 'P1D', { where })
    .with({ goals: [{ event: 'Ordered', within: 'P1D', where }], exits: [{ event: 'Ordered', where }] })
    .document();
  const problems = validate(document, types);
  expect(problems.map(({ code, step, field }) => [code, step, field])).toEqual([
    ['not-of-the-event', undefined, 'goals.0.where'],
    ['not-of-the-event', undefined, 'exits.0.where'],
    ['not-of-the-event', 'wait', 'where'],
  ]);
  for (const { sentence } of problems) expect(sentence).toMatch(/^[A-Z].+\.$/);
  // What was published before that was asked goes on.
  expect(compilePublished(document, types).ok).toBe(true);
});

it('lets a goal, an exit and a wait ask for what is known of the person', () => {
  const where: Condition = {
    kind: 'all',
    of: [
      { kind: 'attribute', path: 'tier', op: 'is', value: 'gold' },
      { kind: 'events', event: 'Ordered', measure: 'count', op: 'at-least', value: 2 },
      { kind: 'consent', channel: 'sms' },
      { kind: 'message', did: 'clicked', channel: 'sms' },
    ],
  };
  const journey = aJourney()
    .entry('Signed Up')
    .waitFor('Ordered', 'P1D', { where })
    .with({ goals: [{ event: 'Ordered', within: 'P1D', where }], exits: [{ event: 'Ordered', where }] });
  expect(codes(journey.document())).toEqual([]);
});

it('stops a published version only where a step of it is not known any more', () => {
  const document = aJourney().entry('Signed Up').step('hologram', { size: 3 }).document();
  expect(compilePublished(document, types)).toMatchObject({ ok: false, problems: [{ code: 'unknown-type' }] });
});

it('lets an entry ask for messages of a channel', () => {
  const where: Condition = { kind: 'message', did: 'clicked', channel: 'sms' };
  expect(codes(aJourney().entry('Signed Up', { where }).sms('Hi').document())).toEqual([]);
});

it('says which step and which field are meant', () => {
  expect(validate(aJourney().sms('').document(), types)).toMatchObject([{ step: 'sms', field: 'body' }]);
});

it('reads every node type as freshly placed', () => {
  for (const type of builtInNodes) {
    const bound = type.bind('fresh', type.initial, type.version);
    expect(bound.ok, type.type).toBe(true);
    if (bound.ok) expect(bound.node.card().title, type.type).not.toBe('');
  }
});

it('reads no journey from nonsense, names the place, and never throws', () => {
  let deep: unknown = 1;
  for (let i = 0; i < 100_000; i += 1) deep = [deep];
  const valid = JSON.parse(JSON.stringify(journey().document()));
  const nonsense: unknown[] = [
    null,
    3,
    'x',
    [],
    {},
    deep,
    new Map(),
    { ...valid, format: 2 },
    { ...valid, steps: deep },
  ];
  nonsense.push({ ...valid, steps: JSON.parse('{"__proto__": {"type": "sms"}}') });
  nonsense.push({ ...valid, steps: { constructor: valid.steps.sms } }, { ...valid, edges: Array(300_000).fill('x') });
  nonsense.push({ ...valid, name: Number.NaN }, { ...valid, name: () => 1 }, { ...valid, extra: 1 });
  for (const json of nonsense) expect(parseJourney(json).ok).toBe(false);
  expect(parseJourney({ ...valid, steps: { nudge: { type: 'sms', v: 1, name: 3, config: {} } } })).toMatchObject({
    problems: [{ step: 'nudge', field: 'name' }],
  });
  expect(parseJourney({ ...valid, entry: { kind: 'event', event: 4 } })).toMatchObject({
    problems: [{ step: 'entry', field: 'event' }],
  });
});

it('gives equal journeys equal bytes, whatever the order of their edges', () => {
  const document = journey().document();
  const read = parseJourney({ ...document, edges: document.edges.toReversed() });
  expect(read.ok && JSON.stringify(read.document)).toBe(JSON.stringify(document));
});
