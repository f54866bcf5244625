import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inOrder } from '../document/edges.ts';
import { ENTRY, type Entry, type Exit, type Goal, type JourneyDocument, type Step } from '../document/schema.ts';
import { nodeTypesOf } from '../node/node-types.ts';
import { builtInNodes } from '../nodes/index.ts';
import { aJourney } from '../testing/index.ts';
import { validate } from '../walk/compile.ts';
import { apply } from './apply.ts';
import type { Command } from './command.ts';

const types = nodeTypesOf(builtInNodes);
const step = (type: string, config: Step['config'] = {}): Step => ({ type, v: 1, name: '', config });
const sms = step('sms', { body: 'Hi' });
const fork = step('split', {
  variants: [
    { id: 'a', name: 'A', share: 5_000 },
    { id: 'b', name: 'B', share: 5_000 },
  ],
});

/** entry → one → fork; a: two, b: three → four */
const start = () =>
  aJourney()
    .step('sms', sms.config, 'one')
    .step('split', fork.config, 'fork')
    .step('sms', sms.config, 'two')
    .on('fork', 'b')
    .step('sms', sms.config, 'three')
    .step('sms', sms.config, 'four')
    .document();

function done(document: JourneyDocument, command: Command) {
  const applied = apply(document, command, types);
  if (!applied.ok) throw new Error(applied.problem.sentence);
  return applied;
}
const edgesOf = ({ edges }: JourneyDocument) => edges.map(({ from, port, to }) => `${from}.${port}>${to}`);

describe('insert', () => {
  it('puts a step between two, what followed behind its first port', () => {
    const { document, label } = done(start(), {
      kind: 'insert-step',
      id: 'new',
      step: fork,
      at: { from: ENTRY, port: 'next' },
    });
    expect(edgesOf(document)).toEqual(expect.arrayContaining(['entry.next>new', 'new.a>one']));
    expect(label).toBe('Add A/B split');
  });

  it('keeps what followed behind the port that is asked for', () => {
    const at = { from: ENTRY, port: 'next' };
    expect(edgesOf(done(start(), { kind: 'insert-step', id: 'new', step: fork, at, keep: 'b' }).document)).toContain(
      'new.b>one',
    );
  });

  it.each<[string, Command]>([
    ['an id that is taken', { kind: 'insert-step', id: 'one', step: sms, at: { from: 'two', port: 'next' } }],
    ['an id that is none', { kind: 'insert-step', id: 'A b', step: sms, at: { from: 'two', port: 'next' } }],
    ['a place that is not there', { kind: 'insert-step', id: 'new', step: sms, at: { from: 'gone', port: 'next' } }],
    ['a port that is not there', { kind: 'insert-step', id: 'new', step: sms, at: { from: 'fork', port: 'c' } }],
    [
      'an end before something',
      { kind: 'insert-step', id: 'new', step: step('end'), at: { from: 'one', port: 'next' } },
    ],
    ['a loop', { kind: 'connect', at: { from: 'four', port: 'next' }, to: 'one' }],
    ['a move below itself', { kind: 'move-step', id: 'fork', to: { from: 'four', port: 'next' } }],
    ['a holdout of everybody', { kind: 'set-settings', settings: { holdout: 3 } }],
    ['a setting there is none of', { kind: 'put', document: { steps: {} } }],
  ])('refuses %s with a sentence', (_, command) => {
    const applied = apply(start(), command, types);
    expect(applied).toMatchObject({ ok: false, problem: { sentence: expect.stringMatching(/^[A-Z"].*\.$/) } });
  });
});

describe('remove', () => {
  it('joins what led there with what followed', () => {
    const { document, label } = done(start(), { kind: 'remove-step', id: 'three' });
    expect(edgesOf(document)).toContain('fork.b>four');
    expect(label).toBe('Delete SMS');
  });

  it('of a branch takes what only it leads to', () => {
    const { document } = done(start(), { kind: 'remove-branch', id: 'fork' });
    expect(Object.keys(document.steps)).toEqual(['one']);
    expect(edgesOf(document)).toEqual(['entry.next>one']);
  });

  it('of a branch leaves what another path leads to as well', () => {
    const joined = done(start(), { kind: 'connect', at: { from: 'two', port: 'next' }, to: 'four' }).document;
    const { document } = done(joined, { kind: 'remove-branch', id: 'three' });
    expect(Object.keys(document.steps)).toEqual(['one', 'fork', 'two', 'four']);
  });
});

it('moves a step with its other paths and closes the gap it leaves', () => {
  const { document } = done(start(), { kind: 'move-step', id: 'three', to: { from: 'two', port: 'next' } });
  expect(edgesOf(document)).toEqual(expect.arrayContaining(['fork.b>four', 'two.next>three']));
  expect(validate(document, types)).toEqual([]);
});

it('takes the edge of a path that a change of the step took away, and brings it back', () => {
  const [a] = fork.config['variants'] as Step['config'][];
  const { document, inverse } = done(start(), {
    kind: 'set-config',
    id: 'fork',
    config: { variants: [a ?? {}, { ...a, id: 'c' }] },
  });
  expect(edgesOf(document)).not.toContain('fork.b>three');
  expect(done(document, inverse).document).toEqual(start());
});

describe('another kind of wait', () => {
  const forADay: Step['config'] = { until: 'duration', for: 'P1D' };
  const forAnOrder: Step['config'] = { until: 'event', event: 'Ordered', timeout: 'P1D' };
  const held = (config: Step['config']) =>
    aJourney().step('wait', config, 'hold').on('hold', 'timeout').step('sms', sms.config, 'late').document();
  const become = (document: JourneyDocument, config: Step['config']) =>
    done(document, { kind: 'set-config', id: 'hold', config });

  it('keeps what follows, behind its first way out', () => {
    const before = aJourney().step('wait', forADay, 'hold').step('sms', sms.config, 'after').document();
    const { document, inverse } = become(before, forAnOrder);
    expect(edgesOf(document)).toEqual(['entry.next>hold', 'hold.happened>after']);
    expect(edgesOf(become(document, forADay).document)).toEqual(edgesOf(before));
    expect(done(document, inverse).document).toEqual(before);
  });

  it('keeps what follows its last way out where nothing follows the first', () => {
    expect(edgesOf(become(held(forAnOrder), forADay).document)).toContain('hold.next>late');
  });

  it('keeps the first of two', () => {
    const both = done(held(forAnOrder), {
      kind: 'insert-step',
      id: 'soon',
      step: sms,
      at: { from: 'hold', port: 'happened' },
    }).document;
    const { document, inverse } = become(both, forADay);
    expect(edgesOf(document)).toEqual(['entry.next>hold', 'hold.next>soon']);
    expect(done(document, inverse).document).toEqual(both);
  });
});

it('pastes under fresh ids and goes on with what followed', () => {
  const { one, two } = start().steps;
  if (!one || !two) throw new Error('no steps');
  const edges = [{ from: 'one', port: 'next', to: 'two' }];
  const { document } = done(start(), { kind: 'paste', steps: { one, two }, edges, at: { from: ENTRY, port: 'next' } });
  expect(edgesOf(document)).toEqual(expect.arrayContaining(['entry.next>one-2', 'one-2.next>two-2', 'two-2.next>one']));
});

it('sets and takes away settings', () => {
  const { document, inverse } = done(start(), { kind: 'set-settings', settings: { holdout: 0.1, name: 'Hello' } });
  expect(document).toMatchObject({ holdout: 0.1, name: 'Hello' });
  const without = done(document, { kind: 'set-settings', settings: { holdout: undefined } }).document;
  expect(without).not.toHaveProperty('holdout');
  expect(done(document, inverse).document).toEqual(start());
});

const ordered: Entry = { kind: 'event', event: 'Ordered', reentry: { kind: 'never' } };
const paid: Goal = { event: 'Paid', within: 'P7D', endsJourney: true };
const refunded: Exit = { event: 'Refunded', key: 'properties.order_id' };

it.each<[string, Command, Partial<JourneyDocument>]>([
  ['Change the entry', { kind: 'set-entry', entry: ordered }, { entry: ordered }],
  ['Change the goals', { kind: 'set-goals', goals: [paid] }, { goals: [paid] }],
  ['Change the exits', { kind: 'set-exits', exits: [refunded] }, { exits: [refunded] }],
])('does "%s", leaves all else as it was, and takes it back', (name, command, changed) => {
  const { document, inverse, label } = done(start(), command);
  expect(document).toEqual({ ...start(), ...changed });
  expect(label).toBe(name);
  expect(done(document, inverse).document).toEqual(start());
});

it.each<[string, Command]>([
  ['more goals than a journey holds', { kind: 'set-goals', goals: Array.from({ length: 11 }, () => paid) }],
  ['more exits than a journey holds', { kind: 'set-exits', exits: Array.from({ length: 21 }, () => refunded) }],
  ['a goal within a time that is none', { kind: 'set-goals', goals: [{ ...paid, within: 'soon' }] }],
  ['an entry by the key of nothing', { kind: 'set-entry', entry: { ...ordered, key: '' } }],
])('refuses %s', (_, command) => {
  expect(apply(start(), command, types)).toMatchObject({ ok: false });
});

const ids = ['one', 'two', 'three', 'four', 'fork', 'n1', 'n2', 'n3', 'n4', 'constructor', ENTRY];
const anId = fc.constantFrom(...ids);
const aPlace = fc.record({ from: anId, port: fc.constantFrom('next', 'a', 'b', 'otherwise', 'gone') });
const aStep = fc.constantFrom(
  sms,
  fork,
  step('end'),
  step('hologram'),
  step('wait', { until: 'duration', for: 'P1D' }),
);
const aCommand: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ kind: fc.constant('insert-step'), id: anId, step: aStep, at: aPlace }),
  fc.record({ kind: fc.constantFrom('remove-step', 'remove-branch'), id: anId }),
  fc.record({ kind: fc.constant('move-step'), id: anId, to: aPlace }),
  fc.record({ kind: fc.constant('connect'), at: aPlace, to: anId }),
  fc.record({ kind: fc.constant('disconnect'), at: aPlace }),
  fc.record({ kind: fc.constant('rename-step'), id: anId, name: fc.string() }),
  fc.record({ kind: fc.constant('set-note'), id: anId, note: fc.string() }),
  aStep.chain(({ config }) => fc.record({ kind: fc.constant('set-config'), id: anId, config: fc.constant(config) })),
  fc.record({
    kind: fc.constant('set-settings'),
    settings: fc.record({ holdout: fc.constantFrom(0.1, undefined, 9) }),
  }),
  fc.record({
    kind: fc.constant('set-entry'),
    entry: fc.constantFrom<Entry>(ordered, { kind: 'api', key: 'properties.order_id', reentry: { kind: 'always' } }),
  }),
  fc.record({
    kind: fc.constant('set-goals'),
    goals: fc.array(fc.constantFrom<Goal>(paid, { ...paid, value: 'properties.total', endsJourney: false }), {
      maxLength: 12,
    }),
  }),
  fc.record({
    kind: fc.constant('set-exits'),
    exits: fc.array(fc.constantFrom<Exit>(refunded, { event: 'Closed' }), { maxLength: 3 }),
  }),
  fc.record({
    kind: fc.constant('paste'),
    steps: fc.dictionary(anId, aStep, { maxKeys: 3 }),
    edges: fc.array(fc.record({ from: anId, port: fc.constantFrom('next', 'a'), to: anId }), { maxLength: 2 }),
    at: aPlace,
  }),
);

it('undoes 500 edits to the very start, and leaves no edge dangling on the way', () => {
  let effective = 0;
  fc.assert(
    fc.property(fc.array(aCommand, { minLength: 500, maxLength: 500 }), (commands) => {
      let document = start();
      const inverses: Command[] = [];
      for (const command of commands) {
        const applied = apply(document, command, types);
        if (!applied.ok) continue;
        document = applied.document;
        inverses.push(applied.inverse);
        const has = (id: string) => Object.hasOwn(document.steps, id);
        expect(document.edges.every(({ from, to }) => has(to) && (from === ENTRY || has(from)))).toBe(true);
        expect(document.edges).toEqual(inOrder(document.edges));
      }
      effective += inverses.length;
      for (const inverse of inverses.toReversed()) document = done(document, inverse).document;
      expect(JSON.parse(JSON.stringify(document))).toEqual(JSON.parse(JSON.stringify(start())));
    }),
    { numRuns: 15 },
  );
  // Else the commands that were drawn did nothing.
  expect(effective).toBeGreaterThan(300);
}, 30_000);

it('makes no loop and no doubled path by edits alone', () => {
  const withoutPaste = aCommand.filter(({ kind }) => kind !== 'paste');
  fc.assert(
    fc.property(fc.array(withoutPaste, { minLength: 60, maxLength: 60 }), (commands) => {
      let document = start();
      for (const command of commands) {
        const applied = apply(document, command, types);
        if (applied.ok) document = applied.document;
      }
      const codes = validate(document, types).map(({ code }) => code);
      expect(codes).not.toContain('loop');
      expect(codes).not.toContain('two-edges');
      expect(codes).not.toContain('unknown-port');
    }),
    { numRuns: 60 },
  );
}, 30_000);
