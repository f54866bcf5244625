import { reachableFrom } from '../document/reach.ts';
import { ENTRY } from '../document/schema.ts';
import { type Changed, changed, type Draft, joined, refused, stepOf } from './change.ts';

/** Takes a step out with everything that only its paths lead to. */
export function removeBranch({ document }: Draft, id: string): Changed {
  if (!stepOf(document, id)) return refused(`There is no step "${id}".`);
  const below = reachableFrom(document.edges, [id]);
  const without = document.edges.filter((edge) => edge.from !== id && edge.to !== id);
  const apart = Object.keys(document.steps).filter((other) => !below.has(other));
  const stays = reachableFrom(without, [ENTRY, ...apart]);
  const steps = Object.fromEntries(
    Object.entries(document.steps).filter(([other]) => !below.has(other) || stays.has(other)),
  );
  const { [id]: _gone, ...rest } = steps;
  return changed(document, { steps: rest, edges: joined(document.edges, rest) });
}
