import {
  cardWidth,
  ENTRY,
  type JourneyDocument,
  type Layout,
  layout,
  type PlanStep,
  type Point,
  type Route,
  type Stretch,
  slotHeight,
  slotWidth,
} from '@wend/engine';
import type { Edge, Node } from '@xyflow/react';
import { elapsedTo, elapsedWords } from './elapsed.ts';
import { type CardGraph, graphOf, isSameGraph } from './graph.ts';

export type StepNode = Node<{ readonly elapsed: string }, 'step'>;
export type EntryNode = Node<Record<string, never>, 'entry'>;
export type SlotNode = Node<{ readonly from: string; readonly port: string }, 'slot'>;
export type FlowNode = StepNode | EntryNode | SlotNode;
interface WayData extends Record<string, unknown> {
  readonly from: string;
  readonly port: string;
  /** Where there is a choice. */
  readonly label: string;
  readonly points: string;
  readonly plusAt: Point;
  readonly labelAt: Point;
}
export type FlowEdge = Edge<WayData, 'way'>;

export interface Flow {
  readonly nodes: FlowNode[];
  readonly edges: FlowEdge[];
  /** The entry stands at 0, so that nothing above an inserted step moves; here the picture begins to its left. */
  readonly left: number;
  readonly width: number;
  readonly height: number;
}

interface Kept {
  readonly key: string;
  readonly value: FlowNode | FlowEdge;
}

/** Keeps what has not changed the same object, so that a card is drawn again only when it is another one. */
export class FlowCache {
  #drawn: { readonly graph: CardGraph; readonly flow: Flow } | undefined;
  #before: ReadonlyMap<string, Kept> = new Map();
  #now = new Map<string, Kept>();

  /** The picture of this graph: the last one as long as it is the same. */
  flowOf(graph: CardGraph, draw: () => Flow): Flow {
    if (this.#drawn && isSameGraph(this.#drawn.graph, graph)) return this.#drawn.flow;
    const flow = draw();
    this.#drawn = { graph, flow };
    // What was not kept this time is gone from the journey.
    this.#before = this.#now;
    this.#now = new Map();
    return flow;
  }

  keep<Value extends FlowNode | FlowEdge>(value: Value): Value {
    const id = `${'source' in value ? 'edge' : 'node'} ${value.id}`;
    const key = JSON.stringify(value);
    const before = this.#before.get(id);
    const kept = before?.key === key ? before : { key, value };
    this.#now.set(id, kept);
    return sameKind<Value>(kept.value);
  }
}

function sameKind<Value>(value: FlowNode | FlowEdge): Value {
  // The id says whether it is a node or an edge, and the key that it is this very one.
  return value as Value;
}

/** The journey as the flow library draws it. Derived, never saved. */
export function toFlow(
  document: JourneyDocument,
  steps: ReadonlyMap<string, PlanStep>,
  isLive: boolean,
  cache: FlowCache,
): Flow {
  const graph = graphOf(document, steps, isLive);
  return cache.flowOf(graph, () => drawn(graph, cache));
}

function drawn(graph: CardGraph, cache: FlowCache): Flow {
  const placed = aroundEntry(layout(graph));
  const elapsed = elapsedTo(graph);
  const labels = labelsOf(graph);
  const nodes = graph.nodes.flatMap(({ id, height }) => {
    const position = placed.nodes.get(id);
    if (!position) return [];
    const size = sized(id, position, cardWidth, height);
    return [
      cache.keep<FlowNode>(
        id === ENTRY
          ? { ...size, type: 'entry', data: {} }
          : { ...size, type: 'step', data: { elapsed: elapsedWords(elapsed.get(id)) } },
      ),
    ];
  });
  const slots = placed.slots.map(({ from, port, x, y }) =>
    cache.keep<FlowNode>({
      ...sized(`slot:${from}:${port}`, { x, y }, slotWidth, slotHeight),
      type: 'slot',
      data: { from, port },
      selectable: false,
    }),
  );
  const ways = [
    ...placed.edges.map((edge) => ({ ...edge, target: edge.to })),
    ...placed.slots.map((slot) => ({ ...slot, target: `slot:${slot.from}:${slot.port}` })),
  ];
  const edges = ways.map(({ from, port, points, own, target }) => {
    const label = labels.get(`${from} ${port}`) ?? '';
    return cache.keep<FlowEdge>({
      id: `${from} ${port}`,
      type: 'way',
      source: from,
      target,
      focusable: false,
      ariaLabel: label === '' ? 'Path' : `Path ${label}`,
      data: { from, port, label, points: rounded(points), ...placesOn(own, label !== '') },
    });
  });
  return { nodes: [...nodes, ...slots], edges, left: placed.left, width: placed.width, height: placed.height };
}

function aroundEntry({ nodes, slots, edges, width, height }: Layout) {
  const left = -(nodes.get(ENTRY)?.x ?? 0);
  const moved = <Where extends { readonly x: number }>(where: Where): Where => ({ ...where, x: where.x + left });
  const movedWay = <Way extends Pick<Route, 'points' | 'own'>>(way: Way): Way => ({
    ...way,
    points: way.points.map(moved),
    own: moved(way.own),
  });
  return {
    nodes: new Map([...nodes].map(([id, at]) => [id, moved(at)])),
    slots: slots.map((slot) => movedWay(moved(slot))),
    edges: edges.map(movedWay),
    left,
    width,
    height,
  };
}

const FREE = 32;
const NAME = 14;
const AFTER_NAME = 44;

/** On the stretch that is the path's own: its name first, then its +. */
function placesOn({ x, top, bottom }: Stretch, isNamed: boolean): { readonly labelAt: Point; readonly plusAt: Point } {
  const free = Math.min(FREE, (bottom - top) / 2);
  return {
    labelAt: { x, y: top + (isNamed ? NAME : free) },
    plusAt: { x, y: top + (isNamed ? AFTER_NAME : free) },
  };
}

function sized(id: string, position: Point, width: number, height: number) {
  return {
    id,
    position,
    width,
    height,
    measured: { width, height },
    draggable: false,
    connectable: false,
    handles: [
      { type: 'target' as const, position: 'top' as never, x: width / 2, y: 0, width: 1, height: 1 },
      { type: 'source' as const, position: 'bottom' as never, x: width / 2, y: height, width: 1, height: 1 },
    ],
  };
}

/** A word on the line only where there is a choice. */
function labelsOf({ nodes }: CardGraph): ReadonlyMap<string, string> {
  const several = nodes.filter(({ ports }) => ports.length > 1);
  return new Map(
    several.flatMap(({ id, ports, labels }) => ports.map((port, n) => [`${id} ${port}`, labels[n] ?? port])),
  );
}

const CORNER = 12;

/** An orthogonal line with rounded corners, as an SVG path. */
function rounded(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first) return '';
  let path = `M ${first.x} ${first.y}`;
  rest.forEach((corner, index) => {
    const before = points[index];
    const after = rest[index + 1];
    if (!before || !after) {
      path += ` L ${corner.x} ${corner.y}`;
      return;
    }
    const start = toward(corner, before);
    const end = toward(corner, after);
    path += ` L ${start.x} ${start.y} Q ${corner.x} ${corner.y} ${end.x} ${end.y}`;
  });
  return path;
}

function toward(from: Point, to: Point): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const share = length === 0 ? 0 : Math.min(CORNER, length / 2) / length;
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}
