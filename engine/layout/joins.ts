import { dominatorsOf } from './dominators.ts';
import type { Flow } from './flow.ts';

/** Where branches come together again. */
export interface Joins {
  /** Whether a branch that begins at this card shares no card with anything outside it. */
  isApart(id: string): boolean;
  /** The first card that every way from both passes, short of `stop`; undefined where there is none. */
  joinOf(a: string, b: string, stop: string | undefined): string | undefined;
}

/**
 * Joins are immediate post-dominators. A branch that stands apart (one that only ends) does not count for what it leaves, for else one early exit would take the join away from all the others.
 */
export function joinsOf(flow: Flow): Joins {
  const targets = targetsOf(flow);
  const apart = apartOf(flow, targets);
  const upwards = flow.order.toReversed();
  const joins = dominatorsOf(upwards, (id) => (targets.get(id) ?? []).filter((to) => !apart.has(to)));
  return {
    isApart: (id) => apart.has(id),
    joinOf: (a, b, stop) => {
      const join = joins.meet(a, b);
      const isBeyond = join === undefined || joins.meet(join, stop) === join;
      return isBeyond ? undefined : join;
    },
  };
}

function targetsOf({ order, outputs }: Flow): ReadonlyMap<string, readonly string[]> {
  return new Map(order.map((id) => [id, (outputs.get(id) ?? []).flatMap(({ to }) => (to === undefined ? [] : [to]))]));
}

/** Cards by which alone, from one port alone, everything after them is reached. */
function apartOf({ order }: Flow, targets: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const sources = new Map<string, string[]>(order.map((id) => [id, []]));
  for (const [id, next] of targets) for (const to of next) sources.get(to)?.push(id);
  const dominators = dominatorsOf(order, (id) => sources.get(id) ?? []);

  // The least depth at which a way into what follows branches off: below the card itself, nothing comes in from outside.
  const lowest = new Map<string, number>();
  const apart = new Set<string>();
  for (const id of order.toReversed()) {
    const entered = (targets.get(id) ?? []).map((to) =>
      Math.min(dominators.depthOf(dominators.parentOf(to)), lowest.get(to) ?? Number.POSITIVE_INFINITY),
    );
    const low = Math.min(Number.POSITIVE_INFINITY, ...entered);
    lowest.set(id, low);
    if ((sources.get(id) ?? []).length === 1 && low >= dominators.depthOf(id)) apart.add(id);
  }
  return apart;
}
