import type { Flow, FlowEdge, FlowNode } from './flow.ts';
import { type CardGraph, isSameGraph } from './graph.ts';

/** Keeps what has not changed the same object, so that a card is drawn again only when it is another one. */
export class FlowCache {
  #drawn: { readonly graph: CardGraph; readonly flow: Flow } | undefined;
  #before: ReadonlyMap<string, FlowNode | FlowEdge> = new Map();
  #now = new Map<string, FlowNode | FlowEdge>();

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
    const before = this.#before.get(id);
    const kept = before !== undefined && isSame(before, value) ? before : value;
    this.#now.set(id, kept);
    return sameKind<Value>(kept);
  }
}

/** Plain data that says the same. Compared in place: writing a thousand cards as text for it took longer than laying them out. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (!isRecord(a) || !isRecord(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isSame(a[key], b[key]));
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

function sameKind<Value>(value: FlowNode | FlowEdge): Value {
  // The id says whether it is a node or an edge, and the key that it is this very one.
  return value as Value;
}
