import type { Edge } from './schema.ts';

/** Edges by where they start. */
export function byOrigin(edges: readonly Edge[]): ReadonlyMap<string, readonly Edge[]> {
  const out = new Map<string, Edge[]>();
  for (const edge of edges) {
    const same = out.get(edge.from);
    if (same) same.push(edge);
    else out.set(edge.from, [edge]);
  }
  return out;
}

/** Everything that edges lead to from these places, themselves included. */
export function reachableFrom(edges: readonly Edge[], from: readonly string[]): ReadonlySet<string> {
  const out = byOrigin(edges);
  const reached = new Set(from);
  // A set hands out what is added while it is walked.
  for (const id of reached) for (const { to } of out.get(id) ?? []) reached.add(to);
  return reached;
}
