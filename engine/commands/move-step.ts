import { reachableFrom } from '../document/reach.ts';
import { type Changed, type Draft, isAt, joined, placeProblem, refused, stepOf } from './change.ts';
import type { Place } from './command.ts';
import { placed } from './insert-step.ts';
import { closedOver } from './remove-step.ts';

/** Takes a step to another place. Its first path stays behind; its other paths come along. */
export function moveStep(draft: Draft, id: string, to: Place): Changed {
  const { document } = draft;
  const step = stepOf(document, id);
  if (!step) return refused(`There is no step "${id}".`);
  if (to.from === id) return refused('A step cannot follow itself.', id);
  const problem = placeProblem(draft, to);
  if (problem !== undefined) return refused(problem);
  if (document.edges.some((edge) => isAt(to)(edge) && edge.to === id)) return { ok: true, document };
  const edges = joined(closedOver(draft, id), document.steps);
  if (reachableFrom(edges, [id]).has(to.from)) return refused('A step cannot be moved below one of its own paths.', id);
  return placed({ ...draft, document: { ...document, edges } }, { id, step, at: to });
}
