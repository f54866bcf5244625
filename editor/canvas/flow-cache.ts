import type { Flow, FlowEdge, FlowNode } from './flow.ts';
import { type CardGraph, isSameGraph } from './graph.ts';

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
