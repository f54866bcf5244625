import { type Step, stepId, step as stepSchema } from '../document/schema.ts';
import {
  type Changed,
  changed,
  type Draft,
  isAt,
  joined,
  placeProblem,
  portsOf,
  refused,
  stepOf,
  withStep,
} from './change.ts';
import type { Place } from './command.ts';

export interface Insertion {
  readonly id: string;
  readonly step: Step;
  readonly at: Place;
  readonly keep?: string | undefined;
}

/** Puts a new step on a place; what followed there follows behind one of its ports. */
export function insertStep(draft: Draft, { id, step, at, keep }: Insertion): Changed {
  if (!stepId.safeParse(id).success) return refused(`"${id}" cannot name a step.`);
  if (stepOf(draft.document, id)) return refused(`There is a step "${id}" already.`, id);
  if (!stepSchema.safeParse(step).success) return refused('This is no step.');
  const problem = placeProblem(draft, at);
  return problem === undefined ? placed(draft, { id, step, at, keep }) : refused(problem);
}

/** The step may have edges of its own already, as one that is moved has: what followed takes the first free port. */
export function placed(draft: Draft, { id, step, at, keep }: Insertion): Changed {
  const { document } = draft;
  const followed = document.edges.find(isAt(at));
  const ports = portsOf(draft, id, step);
  if (keep !== undefined && ports !== undefined && !ports.includes(keep))
    return refused(`The step has no path "${keep}".`);
  const taken = new Set(document.edges.filter(({ from }) => from === id).map(({ port }) => port));
  const port = keep ?? (ports === undefined ? 'next' : ports.find((free) => !taken.has(free)));
  if (followed && port === undefined)
    return refused('Nothing can follow this step: put it where a path ends, or take away what follows.');
  const steps = withStep(document, id, step);
  const edges = [
    ...document.edges.filter((edge) => edge !== followed && !(followed && edge.from === id && edge.port === port)),
    { ...at, to: id },
    ...(followed && port !== undefined ? [{ from: id, port, to: followed.to }] : []),
  ];
  return changed(document, { steps, edges: joined(edges, steps) });
}
