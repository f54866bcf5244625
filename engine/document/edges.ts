import type { Edge } from './schema.ts';

/** Edges in the one order they are stored in, so that equal journeys have equal bytes. */
export function inOrder(edges: readonly Edge[]): Edge[] {
  return [...edges].sort((a, b) => compare(a.from, b.from) || compare(a.port, b.port) || compare(a.to, b.to));
}

/** Equal for equal edges and for no others: no id of a step holds the sign between. */
export function edgeKey({ from, port, to }: Edge): string {
  return `${from}\u0000${port}\u0000${to}`;
}

export function sameEdge(a: Edge, b: Edge): boolean {
  return a.from === b.from && a.port === b.port && a.to === b.to;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
