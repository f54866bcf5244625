import { reachableFrom } from '../document/reach.ts';
import { type Changed, changed, type Draft, isAt, joined, placeProblem, refused, stepOf } from './change.ts';
import type { Place } from './command.ts';

/** Leads a path to a step, instead of where it led before. */
export function connect(draft: Draft, at: Place, to: string): Changed {
  const { document } = draft;
  const problem = placeProblem(draft, at);
  if (problem !== undefined) return refused(problem);
  if (!stepOf(document, to)) return refused(`There is no step "${to}".`);
  const others = document.edges.filter((edge) => !isAt(at)(edge));
  if (reachableFrom(others, [to]).has(at.from))
    return refused('A path cannot lead back. To repeat steps, use Go to: it has a limit.', at.from);
  return changed(document, { edges: joined([...others, { ...at, to }], document.steps) });
}

export function disconnect({ document }: Draft, at: Place): Changed {
  const edges = document.edges.filter((edge) => !isAt(at)(edge));
  if (edges.length === document.edges.length) return refused('Nothing is connected there.');
  return changed(document, { edges });
}
