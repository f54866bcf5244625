import type { Edge, JourneyDocument } from '../document/schema.ts';
import { type Changed, changed, type Draft, joined, portsOf, refused, stepOf } from './change.ts';

/** Takes a step out and joins what led to it with what followed its first connected port. */
export function removeStep(draft: Draft, id: string): Changed {
  const { document } = draft;
  if (!stepOf(document, id)) return refused(`There is no step "${id}".`);
  const { [id]: _gone, ...steps } = document.steps;
  return changed(document, { steps, edges: joined(closedOver(draft, id), steps) });
}

/** The edges once the gap at a step is closed. Edges of its other ports are left as they are. */
export function closedOver(draft: Draft, id: string): readonly Edge[] {
  const { document } = draft;
  const first = firstConnected(draft, id);
  const into = document.edges.filter((edge) => edge.to === id && edge.from !== id);
  return [
    ...document.edges.filter((edge) => edge.to !== id && edge !== first),
    ...(first ? into.map((edge) => ({ ...edge, to: first.to })) : []),
  ];
}

function firstConnected({ document, nodeTypes }: Draft, id: string): Edge | undefined {
  const out: readonly Edge[] = document.edges.filter((edge) => edge.from === id && edge.to !== id);
  const step: JourneyDocument['steps'][string] | undefined = stepOf(document, id);
  const ports = (step && portsOf({ nodeTypes }, id, step)) ?? [];
  for (const port of ports) {
    const edge = out.find((candidate) => candidate.port === port);
    if (edge) return edge;
  }
  return out[0];
}
