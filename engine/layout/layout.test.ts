import { expect, it } from 'vitest';
import type { LayoutEdge, LayoutGraph, LayoutNode } from './graph.ts';
import { layout } from './layout.ts';
import { cardWidth, gapFan, gapX, gapY, slotWidth } from './sizes.ts';

/** `a: yes>b no>c` is a card with two ports; `yes>` leads nowhere. Every card is 60 high. */
function graphOf(...lines: string[]): LayoutGraph {
  const nodes: LayoutNode[] = [];
  const edges: LayoutEdge[] = [];
  for (const line of lines) {
    const [id = '', rest = ''] = line.split(':');
    const ports = rest
      .split(' ')
      .filter((part) => part !== '')
      .map((part) => part.split('>'));
    nodes.push({ id, height: 60, ports: ports.map(([port = '']) => port) });
    for (const [port = '', to = ''] of ports) if (to !== '') edges.push({ from: id, port, to });
  }
  return { entry: nodes[0]?.id ?? '', nodes, edges };
}

const drawn = (...lines: string[]) => {
  const picture = layout(graphOf(...lines));
  return { ...picture, at: (id: string) => picture.nodes.get(id) ?? { x: Number.NaN, y: Number.NaN } };
};
const step = cardWidth + gapX;

it('stands a line of steps on one axis', () => {
  const { at, width, height, edges } = drawn('entry: next>a', 'a: next>end', 'end:');
  expect([at('entry'), at('a'), at('end')]).toEqual([
    { x: 0, y: 0 },
    { x: 0, y: 124 },
    { x: 0, y: 248 },
  ]);
  expect([width, height]).toEqual([cardWidth, 308]);
  expect(edges[0]?.points).toEqual([
    { x: 136, y: 60 },
    { x: 136, y: 124 },
  ]);
});

it('puts branches side by side in declared order and the join under both', () => {
  const { at, edges } = drawn('b: yes>y no>n', 'n: next>j', 'y: next>z', 'z: next>j', 'j:');
  expect([at('y').x, at('n').x, at('b').x, at('j').x]).toEqual([0, step, step / 2, step / 2]);
  expect(at('j').y).toBe(at('z').y + 60 + gapY);
  const late = edges.find(({ from }) => from === 'n');
  expect(late?.points).toEqual([
    { x: step + 136, y: 216 },
    { x: step + 136, y: 372 },
    { x: step / 2 + 136, y: 372 },
    { x: step / 2 + 136, y: 404 },
  ]);
  expect(edges.find(({ port }) => port === 'yes')?.points[1]).toEqual({ x: step / 2 + 136, y: 60 + gapY / 2 });
});

it('keeps a place under a port that leads nowhere yet', () => {
  const { at, slots, width } = drawn('b: yes> no>n', 'n:');
  expect(slots).toMatchObject([{ from: 'b', port: 'yes', y: 60 + gapFan }]);
  expect(at('n').x - (slots[0]?.x ?? 0)).toBe(slotWidth + gapX);
  expect(width).toBeGreaterThanOrEqual(slotWidth + gapX + cardWidth);
});

it('keeps the way free for a branch that goes straight to the join', () => {
  const { at, edges } = drawn('b: yes>y no>j', 'y: next>j', 'j:');
  const direct = edges.find(({ port }) => port === 'no');
  expect(direct?.points[2]?.x).toBe(at('y').x + cardWidth + gapX + slotWidth / 2);
});

it('says which stretch of a line is its own', () => {
  const { edges } = drawn('b: yes>y no>j', 'y: next>j', 'j:');
  const own = (from: string, port: string) => edges.find((edge) => edge.from === from && edge.port === port)?.own;
  expect(own('b', 'yes')).toMatchObject({ top: 60 + gapY / 2, bottom: 60 + gapFan });
  expect(own('y', 'next')).toMatchObject({ top: 120 + gapFan, bottom: 120 + gapFan + gapY / 2 });
  expect(own('b', 'no')).toMatchObject({
    x: edges.find(({ port }) => port === 'no')?.points[2]?.x,
    top: 60 + gapY / 2,
  });
});

it('draws both ports that lead to one card', () => {
  const { edges } = drawn('b: yes>j no>j', 'j:');
  const [yes, no] = edges.map(({ points }) => points[2]?.x);
  expect((no ?? 0) - (yes ?? 0)).toBe(slotWidth + gapX);
});

it('stands an ending branch beside what comes together', () => {
  const { at, width } = drawn('s: a>x b>p c>q', 'x: next>x2', 'x2:', 'p: next>j', 'q: next>j', 'j: next>k', 'k:');
  expect([at('x').x, at('p').x, at('q').x, at('j').x]).toEqual([0, step, 2 * step, 1.5 * step]);
  expect(at('s').x, 'the main way is a straight line').toBe(at('j').x);
  expect(width).toBe(3 * cardWidth + 2 * gapX);
});

it('does not let an early exit inside a branch take the join away', () => {
  const { at, width } = drawn('s: a>p b>q', 'p: out>x on>r', 'x:', 'r: next>j', 'q: next>j', 'j:');
  expect(at('j').y).toBe(at('r').y + 60 + gapY);
  expect(at('j').x).toBeGreaterThan(at('x').x);
  expect(at('j').x).toBeLessThan(at('q').x);
  expect(width).toBe(3 * cardWidth + 2 * gapX);
});

it('joins neighbours first, then all', () => {
  const { at } = drawn('s: a>p b>q c>r', 'p: next>m', 'q: next>m', 'm: next>j', 'r: next>j', 'j:');
  expect(at('m').x).toBe((at('p').x + at('q').x) / 2);
  expect(at('j').x).toBe((at('m').x + at('r').x) / 2);
});

it('draws what is not right yet: cards nothing reaches, unknown targets, a circle, nothing at all', () => {
  const { nodes, edges, slots } = drawn('e: next>a', 'a: next>e', 'lost: next>nowhere', 'late: next>a');
  expect([...nodes.keys()].sort()).toEqual(['a', 'e', 'late', 'lost']);
  expect(edges.map(({ from, to }) => `${from}>${to}`).sort()).toEqual(['e>a', 'late>a']);
  expect(slots.map(({ from }) => from)).toEqual(['lost']);
  expect(layout({ entry: 'e', nodes: [], edges: [] })).toMatchObject({ width: 0, height: 0, edges: [], slots: [] });
});

it('is not frightened by a long journey', () => {
  const lines = Array.from({ length: 3_000 }, (_, i) => `n${i}: next>n${i + 1}`);
  expect(drawn(...lines, 'n3000:').height).toBe(3_001 * 60 + 3_000 * gapY);
});
