import { apply, bindSteps, ENTRY, type JourneyDocument } from '@wend/engine';
import { aJourney } from '@wend/engine/testing';
import { expect, it } from 'vitest';
import { nodeTypes } from '../journey/node-types.ts';
import { FlowCache } from './flow-cache.ts';
import { toFlow } from './to-flow.ts';

const drawn = (document: JourneyDocument, cache = new FlowCache(), isLive = false) =>
  toFlow(document, bindSteps(document, nodeTypes).steps, isLive, cache);

/** Entry, wait, then a text for A, nothing yet for B; both meet nowhere. */
const journey = () =>
  aJourney().entry('Cart Updated').wait('PT1H', 'hour').split({ a: 0.5, b: 0.5 }, 'split').sms('Hi', 'text').document();

function changed(document: JourneyDocument, command: Parameters<typeof apply>[1]): JourneyDocument {
  const applied = apply(document, command, nodeTypes);
  if (!applied.ok) throw new Error(applied.problem.sentence);
  return applied.document;
}

it('makes a card of each step and a mark at the end of each open path', () => {
  const { nodes } = drawn(journey());
  expect(nodes.map(({ id, type }) => [id, type])).toEqual([
    [ENTRY, 'entry'],
    ['hour', 'step'],
    ['split', 'step'],
    ['text', 'step'],
    ['slot:split:b', 'slot'],
    ['slot:text:next', 'slot'],
  ]);
});

it('says on the card when a step is reached at the latest', () => {
  const { nodes } = drawn(journey());
  expect(nodes.map(({ data }) => ('elapsed' in data ? data.elapsed : ''))).toEqual([
    '',
    '',
    '+1 hour',
    '+1 hour',
    '',
    '',
  ]);
});

it('makes an edge of each path; where there is a choice it has a name', () => {
  const { edges } = drawn(journey());
  expect(edges.map(({ source, target, data }) => [source, target, data?.label])).toEqual([
    ['entry', 'hour', ''],
    ['hour', 'split', ''],
    ['split', 'text', 'A'],
    ['split', 'slot:split:b', 'B'],
    ['text', 'slot:text:next', ''],
  ]);
});

it('puts a + on every path, on a place of its own, below the name of the path', () => {
  const { edges } = drawn(journey());
  const places = edges.map(({ data }) => `${data?.plusAt.x} ${data?.plusAt.y}`);
  expect(new Set(places).size).toBe(edges.length);
  for (const { data } of edges) if (data?.label) expect(data.plusAt.y - data.labelAt.y).toBeGreaterThanOrEqual(24);
});

it('gives every card its size and joints, so that nothing need be measured before it is drawn', () => {
  for (const { width, height, measured, handles } of drawn(journey()).nodes) {
    expect(measured).toEqual({ width, height });
    expect(handles?.map(({ type }) => type)).toEqual(['target', 'source']);
  }
});

it('makes room for the figures of a message where they are shown', () => {
  const heightOf = (isLive: boolean) =>
    drawn(journey(), new FlowCache(), isLive).nodes.find(({ id }) => id === 'text')?.height ?? 0;
  expect(heightOf(true)).toBeGreaterThan(heightOf(false));
});

it('makes a message as high as its words, up to three lines', () => {
  const heightOf = (body: string) => {
    const { nodes } = drawn(changed(journey(), { kind: 'set-config', id: 'text', config: { body } }));
    return nodes.find(({ id }) => id === 'text')?.height ?? 0;
  };
  const [one, two, many] = [heightOf('Hi'), heightOf('Hi\nthere'), heightOf('Hi there, '.repeat(20))];
  expect([two - one, many - one]).toEqual([16, 32]);
});

it('draws nothing anew where only a card says something else', () => {
  const cache = new FlowCache();
  const before = drawn(journey(), cache);
  const document = changed(journey(), { kind: 'set-config', id: 'text', config: { body: 'Hello' } });
  expect(drawn(document, cache)).toBe(before);
  expect(drawn(changed(document, { kind: 'rename-step', id: 'hour', name: 'An hour' }), cache)).toBe(before);
});

it('draws anew what another config changes: a height, a path, a name on a path, when a step is reached', () => {
  const cache = new FlowCache();
  const before = drawn(journey(), cache);
  const longer = drawn(
    changed(journey(), { kind: 'set-config', id: 'hour', config: { until: 'duration', for: 'PT2H' } }),
    cache,
  );
  expect(longer).not.toBe(before);
  expect(longer.nodes.map((node, n) => node === before.nodes[n])).toEqual([true, true, false, false, true, true]);
  const variants = ['a', 'b'].map((id) => ({ id, name: `Way ${id}`, share: 5_000 }));
  const renamed = drawn(changed(journey(), { kind: 'set-config', id: 'split', config: { variants } }), cache);
  expect(renamed.edges.map(({ data }) => data?.label)).toEqual(['', '', 'Way a', 'Way b', '']);
});

it('makes new only what moves or is another: above an inserted step everything stays', () => {
  const cache = new FlowCache();
  const before = drawn(journey(), cache);
  const step = { type: 'sms', v: 1, name: 'New', config: { body: 'x' } };
  const document = changed(journey(), { kind: 'insert-step', id: 'new', step, at: { from: 'text', port: 'next' } });
  const after = drawn(document, cache);
  const isKept = (id: string) =>
    after.nodes.find((node) => node.id === id) === before.nodes.find((node) => node.id === id);
  expect(['entry', 'hour', 'split', 'text', 'slot:split:b'].map(isKept)).toEqual([true, true, true, true, true]);
  expect(after.nodes.map(({ id }) => id)).toContain('slot:new:next');
});

it('leaves the entry and the main way where they are, however wide a branch grows', () => {
  const xOf = (document: JourneyDocument, id: string) =>
    drawn(document).nodes.find((node) => node.id === id)?.position.x;
  const step = {
    type: 'split',
    v: 1,
    name: '',
    config: { variants: ['x', 'y', 'z'].map((id) => ({ id, name: id, share: 1 })) },
  };
  const wider = changed(journey(), { kind: 'insert-step', id: 'wide', step, at: { from: 'text', port: 'next' } });
  expect([xOf(journey(), ENTRY), xOf(wider, ENTRY)]).toEqual([0, 0]);
  expect(xOf(wider, 'split')).toBe(xOf(journey(), 'split'));
});

it('draws a step of a type that is not installed, with the paths it has', () => {
  const document = journey();
  const unknown = { ...document, steps: { ...document.steps, hour: { type: 'gone', v: 1, name: 'Gone', config: {} } } };
  const { nodes, edges } = drawn(unknown);
  expect(nodes.find(({ id }) => id === 'hour')?.type).toBe('step');
  expect(edges.find(({ source }) => source === 'hour')?.target).toBe('split');
});
