/** A tree over cards in which each hangs under the one that every way to it passes last. Undefined is its root. */
export interface Dominators {
  parentOf(id: string): string | undefined;
  depthOf(id: string | undefined): number;
  /** The lowest that both hang under, themselves included. */
  meet(a: string | undefined, b: string | undefined): string | undefined;
}

/**
 * Immediate dominators (Cooper, Harvey & Kennedy, "A Simple, Fast Dominance Algorithm"); one pass, since the graph is acyclic.
 * `order` has every card after all of its sources; a card without sources hangs under the root.
 */
export function dominatorsOf(order: readonly string[], sourcesOf: (id: string) => readonly string[]): Dominators {
  const parents = new Map<string, string | undefined>();
  const depths = new Map<string, number>();
  const parentOf = (id: string) => parents.get(id);
  const depthOf = (id: string | undefined) => (id === undefined ? 0 : (depths.get(id) ?? 0));

  function meet(one: string | undefined, other: string | undefined): string | undefined {
    let [a, b] = [one, other];
    while (a !== undefined && b !== undefined && a !== b) {
      if (depthOf(a) >= depthOf(b)) a = parents.get(a);
      else b = parents.get(b);
    }
    return a === b ? a : undefined;
  }

  for (const id of order) {
    const [first, ...others] = sourcesOf(id);
    const parent = others.reduce<string | undefined>(meet, first);
    parents.set(id, parent);
    depths.set(id, depthOf(parent) + 1);
  }
  return { parentOf, depthOf, meet };
}
