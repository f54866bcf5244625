import { itemsOf } from './block.ts';
import { columnsOf } from './columns.ts';
import { type Flow, flowOf, type Output } from './flow.ts';
import type { Layout, LayoutGraph, LayoutSlot, Point, Route } from './graph.ts';
import { joinsOf } from './joins.ts';
import { routeOf } from './route.ts';
import { topsOf } from './rows.ts';
import { cardWidth, slotHeight, slotWidth } from './sizes.ts';

/**
 * Draws a journey from top to bottom, in pixels. Ports keep their declared order, nothing overlaps, a join stands under what it joins, no line
 * goes up. A pure function of the graph, so an insertion moves cards apart but never shuffles them.
 */
export function layout(graph: LayoutGraph): Layout {
  const flow = flowOf(graph);
  const { whole, above } = columnsOf(flow, joinsOf(flow));
  const tops = topsOf(flow, above);
  const axes = new Map<string, number>();
  const lanes = new Map<Output, number>();
  const open: { output: Output; axis: number }[] = [];
  for (const { item, axis } of itemsOf(whole)) {
    if (item.kind === 'card') axes.set(item.id, axis);
    else lanes.set(item.output, axis);
    if (item.kind === 'slot') open.push({ output: item.output, axis });
  }

  const topOf = (id: string): Point => ({ x: axes.get(id) ?? 0, y: tops.card.get(id) ?? 0 });
  const bottomOf = (id: string): Point => ({ x: axes.get(id) ?? 0, y: (tops.card.get(id) ?? 0) + heightOf(flow, id) });
  const isFan = (id: string): boolean => (flow.outputs.get(id)?.length ?? 0) > 1;
  const joins = joinedIn(flow);
  const slots = open.map(({ output: { from, port }, axis }): LayoutSlot => {
    const y = tops.slotUnder(from);
    const ends = { from: bottomOf(from), lane: axis, to: { x: axis, y } };
    return { from, port, x: axis - slotWidth / 2, y, ...routeOf({ ...ends, isFan: isFan(from), isJoin: false }) };
  });
  const edges = flow.order
    .flatMap((id) => flow.outputs.get(id) ?? [])
    .flatMap((output): readonly Route[] => {
      const { from, port, to: target } = output;
      if (target === undefined) return [];
      const to = topOf(target);
      const lane = lanes.get(output) ?? (isFan(from) ? to.x : bottomOf(from).x);
      const ends = { from: bottomOf(from), lane, to, isFan: isFan(from), isJoin: joins.has(target) };
      return [{ from, port, to: target, ...routeOf(ends) }];
    });

  const nodes = new Map(flow.order.map((id) => [id, { x: topOf(id).x - cardWidth / 2, y: topOf(id).y }]));
  const lowest = [...flow.order.map((id) => bottomOf(id).y), ...slots.map(({ y }) => y + slotHeight)];
  return {
    nodes,
    slots,
    edges,
    width: Math.max(0, whole.left + whole.right),
    height: lowest.reduce((a, b) => Math.max(a, b), 0),
  };
}

function heightOf(flow: Flow, id: string): number {
  return flow.cards.get(id)?.height ?? 0;
}

/** Cards that several lines reach. */
function joinedIn(flow: Flow): ReadonlySet<string> {
  const reached = new Set<string>();
  const joined = new Set<string>();
  for (const outputs of flow.outputs.values())
    for (const { to } of outputs) {
      if (to === undefined) continue;
      if (reached.has(to)) joined.add(to);
      reached.add(to);
    }
  return joined;
}
