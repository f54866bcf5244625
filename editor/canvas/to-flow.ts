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
import { elapsedTo, elapsedWords } from './elapsed.ts';
import type { Flow, FlowEdge, FlowNode } from './flow.ts';
import type { FlowCache } from './flow-cache.ts';
import { type CardGraph, graphOf } from './graph.ts';
import { rounded } from './line.ts';

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
