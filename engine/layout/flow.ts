import type { LayoutGraph, LayoutNode } from './graph.ts';

/** A port of a card and where it leads: nowhere yet where `to` is undefined. */
export interface Output {
  readonly from: string;
  readonly port: string;
  readonly to: string | undefined;
}

/** The graph as layout walks it: acyclic, outputs in declared order, every card under some root. */
export interface Flow {
  readonly cards: ReadonlyMap<string, LayoutNode>;
  readonly outputs: ReadonlyMap<string, readonly Output[]>;
  /** The entry, then cards that nothing reaches. */
  readonly roots: readonly string[];
  /** Every card after all that lead to it. */
  readonly order: readonly string[];
}

/** Reads a graph. An edge to an unknown card, a second edge of a port and an edge that would close a cycle are left out. */
export function flowOf(graph: LayoutGraph): Flow {
  const cards = new Map(graph.nodes.map((node) => [node.id, node]));
  const targets = new Map<string, Map<string, string>>(graph.nodes.map(({ id }) => [id, new Map()]));
  const reached = new Set<string>();
  for (const { from, port, to } of graph.edges) {
    const ports = targets.get(from);
    if (ports === undefined || ports.has(port) || !cards.has(to)) continue;
    ports.set(port, to);
    reached.add(to);
  }
  const declared = (id: string) => outputsOf(id, cards.get(id)?.ports ?? [], targets.get(id) ?? new Map());
  const unreached = graph.nodes.filter(({ id }) => id !== graph.entry && !reached.has(id)).map(({ id }) => id);
  const candidates = [graph.entry, ...unreached, ...cards.keys()].filter((id) => cards.has(id));
  return { cards, ...walked(candidates, declared) };
}

function outputsOf(id: string, ports: readonly string[], targets: ReadonlyMap<string, string>): readonly Output[] {
  const undeclared = [...targets.keys()].filter((port) => !ports.includes(port));
  return [...ports, ...undeclared].map((port) => ({ from: id, port, to: targets.get(port) }));
}

interface Stop {
  readonly id: string;
  readonly outputs: Output[];
  next: number;
}

// Depth first with a stack of its own, since a journey may be a thousand steps long. What leads back into the stack would close a cycle.
function walked(candidates: readonly string[], declared: (id: string) => readonly Output[]): Omit<Flow, 'cards'> {
  const state = new Map<string, 'open' | 'done'>();
  const outputs = new Map<string, readonly Output[]>();
  const roots: string[] = [];
  const order: string[] = [];
  for (const root of candidates) {
    if (state.has(root)) continue;
    roots.push(root);
    const stack: Stop[] = [];
    const open = (id: string) => {
      state.set(id, 'open');
      stack.push({ id, outputs: [...declared(id)], next: 0 });
    };
    open(root);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const output = top.outputs[top.next];
      if (output === undefined) {
        state.set(top.id, 'done');
        outputs.set(top.id, top.outputs);
        order.push(top.id);
        stack.pop();
      } else if (output.to !== undefined && state.get(output.to) === 'open') {
        top.outputs.splice(top.next, 1);
      } else {
        top.next += 1;
        if (output.to !== undefined && !state.has(output.to)) open(output.to);
      }
    }
  }
  return { roots, outputs, order: order.reverse() };
}
