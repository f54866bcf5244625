import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Layout, LayoutEdge, LayoutGraph, LayoutNode, Route } from './graph.ts';
import { layout } from './layout.ts';
import { cardWidth, gapY, slotHeight, slotWidth } from './sizes.ts';

// A journey as the editor makes it: sequences of steps, splits whose branches end, stay open, or come together in what follows.
function structured(seed: number, size: number): LayoutGraph {
  const random = randomOf(seed);
  const nodes: LayoutNode[] = [];
  const edges: LayoutEdge[] = [];
  type Loose = { from: string; port: string }[];
  const add = (ports: string[], loose: Loose): string => {
    const id = `n${nodes.length}`;
    nodes.push({ id, height: 44 + Math.floor(random() * 101), ports });
    for (const { from, port } of loose) edges.push({ from, port, to: id });
    return id;
  };
  const sequence = (start: Loose, depth: number, budget: number): Loose => {
    let loose = start;
    for (let left = budget; left > 0 && loose.length > 0 && nodes.length < size; left -= 1) {
      if (depth < 7 && random() < 0.35) {
        const ports = Array.from({ length: 2 + Math.floor(random() * 3) }, (_, i) => `p${i}`);
        const split = add(ports, loose);
        loose = ports.flatMap((port) => {
          const kind = random();
          if (kind < 0.12) return [{ from: split, port }];
          if (kind < 0.2) return [];
          return sequence([{ from: split, port }], depth + 1, Math.floor(random() * 6));
        });
      } else if (depth > 0 && random() < 0.12) {
        add([], loose);
        loose = [];
      } else loose = [{ from: add(['next'], loose), port: 'next' }];
    }
    return loose;
  };
  const entry = add(['next'], []);
  let loose: Loose = [{ from: entry, port: 'next' }];
  while (nodes.length < size && loose.length > 0) loose = sequence(loose, 0, size);
  return { entry, nodes, edges };
}

function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const journeys = fc.tuple(fc.integer(), fc.integer({ min: 1, max: 1_000 }));

it('holds its promises for any structured journey', () => {
  fc.assert(
    fc.property(journeys, ([seed, size]) => {
      const graph = structured(seed, size);
      const picture = layout(graph);
      expect(picture.nodes.size).toBe(graph.nodes.length);
      expect(picture.edges.length).toBe(graph.edges.length);
      expect(overlaps(graph, picture)).toEqual([]);
      expect(picture.edges.filter((edge) => !goesDown(edge))).toEqual([]);
      expect(disordered(graph, picture)).toEqual([]);
      expect(crossed(graph, picture)).toEqual([]);
      expect(outside(graph, picture)).toEqual([]);
      expect(shared(picture)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

it('never overlaps, goes up or loses a card where lines were redirected at random', () => {
  fc.assert(
    fc.property(journeys, ([seed, size]) => {
      const tidy = structured(seed, size);
      const random = randomOf(seed + 1);
      const edges = tidy.edges.map((edge) =>
        random() < 0.08 ? { ...edge, to: `n${Math.floor(random() * tidy.nodes.length)}` } : edge,
      );
      const graph = { ...tidy, edges };
      const picture = layout(graph);
      expect(picture.nodes.size).toBe(graph.nodes.length);
      expect(overlaps(graph, picture)).toEqual([]);
      expect(picture.edges.filter((edge) => !goesDown(edge))).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

it('never swaps branches when a step is inserted', () => {
  fc.assert(
    fc.property(journeys, fc.nat(), ([seed, size], pick) => {
      const graph = structured(seed, size);
      const edge = graph.edges[pick % Math.max(1, graph.edges.length)];
      if (edge === undefined) return;
      const edges = [
        ...graph.edges.filter((other) => other !== edge),
        { ...edge, to: 'new' },
        { from: 'new', port: 'next', to: edge.to },
      ];
      const larger = { ...graph, edges, nodes: [...graph.nodes, { id: 'new', height: 60, ports: ['next'] }] };
      const picture = layout(larger);
      expect(disordered(larger, picture)).toEqual([]);
      expect(swapped(graph, layout(graph), picture)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

interface Box {
  readonly name: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function boxesOf({ nodes }: LayoutGraph, picture: Layout): readonly Box[] {
  const cards = nodes.map(({ id, height }) => {
    const { x, y } = picture.nodes.get(id) ?? { x: Number.NaN, y: Number.NaN };
    return { name: id, left: x, right: x + cardWidth, top: y, bottom: y + height };
  });
  const slots = picture.slots.map(({ from, port, x, y }) => ({
    name: `${from}.${port}`,
    left: x,
    right: x + slotWidth,
    top: y,
    bottom: y + slotHeight,
  }));
  return [...cards, ...slots];
}

function overlaps(graph: LayoutGraph, picture: Layout): readonly string[] {
  const boxes = boxesOf(graph, picture).toSorted((a, b) => a.top - b.top);
  return boxes.flatMap((a, i) => {
    const found: string[] = [];
    for (let j = i + 1; j < boxes.length; j += 1) {
      const b = boxes[j];
      if (b === undefined || b.top >= a.bottom) break;
      if (a.left < b.right && b.left < a.right) found.push(`${a.name} ${b.name}`);
    }
    return found;
  });
}

function goesDown({ points }: Route): boolean {
  return points.every((point, i) => {
    const before = points[i - 1];
    return before === undefined || (point.y >= before.y && (point.x === before.x || point.y === before.y));
  });
}

function laneOf({ points }: Pick<Route, 'points'>): number {
  const [first, second, third] = points;
  const fans = first !== undefined && second !== undefined && third !== undefined && second.y === first.y + gapY / 2;
  return (fans ? third.x : first?.x) ?? Number.NaN;
}

function disordered({ nodes }: LayoutGraph, picture: Layout): readonly string[] {
  const lanes = new Map([...picture.edges, ...picture.slots].map((way) => [`${way.from}.${way.port}`, laneOf(way)]));
  return nodes.flatMap(({ id, ports }) =>
    ports
      .filter(
        (port, i) =>
          i > 0 && !((lanes.get(`${id}.${port}`) ?? Number.NaN) > (lanes.get(`${id}.${ports[i - 1]}`) ?? Number.NaN)),
      )
      .map((port) => `${id}.${port}`),
  );
}

function crossed(graph: LayoutGraph, picture: Layout): readonly string[] {
  const boxes = boxesOf(graph, picture);
  return [...picture.edges, ...picture.slots].flatMap(({ from, port, points }) =>
    points.slice(1).flatMap((point, i) => {
      const before = points[i] ?? point;
      const [left, right] = [Math.min(before.x, point.x), Math.max(before.x, point.x)];
      return boxes
        .filter((box) => left < box.right && right > box.left && before.y < box.bottom && point.y > box.top)
        .map(({ name }) => `${from}.${port} crosses ${name}`);
    }),
  );
}

function outside(graph: LayoutGraph, picture: Layout): readonly string[] {
  return boxesOf(graph, picture)
    .filter(
      ({ left, right, top, bottom }) => !(left >= 0 && right <= picture.width && top >= 0 && bottom <= picture.height),
    )
    .map(({ name }) => name);
}

// Ways without a stretch of their own, long enough for what stands on it: a + everywhere, and a name where there is a choice.
function shared(picture: Layout): readonly string[] {
  const ways = [...picture.edges, ...picture.slots];
  const leaving = new Map<string, number>();
  for (const { from } of ways) leaving.set(from, (leaving.get(from) ?? 0) + 1);
  const downs = new Map<number, { way: (typeof ways)[number]; top: number; bottom: number }[]>();
  for (const way of ways)
    way.points.slice(1).forEach((point, i) => {
      const before = way.points[i] ?? point;
      if (before.x !== point.x) return;
      downs.set(point.x, [...(downs.get(point.x) ?? []), { way, top: before.y, bottom: point.y }]);
    });
  return ways.flatMap((way) => {
    const { own } = way;
    const needed = (leaving.get(way.from) ?? 0) > 1 ? 56 : 24;
    const others = (downs.get(own.x) ?? []).filter(
      (down) => down.way !== way && down.top < own.bottom && own.top < down.bottom,
    );
    return own.bottom - own.top >= needed && others.length === 0 ? [] : [`${way.from}.${way.port}`];
  });
}

// Cards that stood in each other's row, one left of the other, still do so.
function swapped({ nodes }: LayoutGraph, before: Layout, after: Layout): readonly string[] {
  const at = (picture: Layout, id: string) => picture.nodes.get(id)?.x ?? Number.NaN;
  const row = new Map<number, string[]>();
  for (const { id } of nodes) {
    const y = before.nodes.get(id)?.y ?? Number.NaN;
    row.set(y, [...(row.get(y) ?? []), id]);
  }
  return [...row.values()].flatMap((ids) =>
    ids.flatMap((a) =>
      ids.filter((b) => at(before, a) < at(before, b) && !(at(after, a) < at(after, b))).map((b) => `${a} ${b}`),
    ),
  );
}
