import { edgeKey, inOrder } from '../document/edges.ts';
import type { Problem } from '../document/problem.ts';
import type { Edge, JourneyDocument, Step } from '../document/schema.ts';
import { ENTRY } from '../document/schema.ts';
import { bindStep } from '../node/bind-step.ts';
import type { NodeTypes } from '../node/node-types.ts';
import type { Place } from './command.ts';

export type Changed =
  | { readonly ok: true; readonly document: JourneyDocument }
  | { readonly ok: false; readonly problem: Problem };

/** What a command works on. Only `set-config` and placing a step ask the node types, for ports. */
export interface Draft {
  readonly document: JourneyDocument;
  readonly nodeTypes: NodeTypes;
}

export function changed(document: JourneyDocument, over: Partial<JourneyDocument>): Changed {
  return { ok: true, document: { ...document, ...over } };
}

export function refused(sentence: string, step?: string): Changed {
  return {
    ok: false,
    problem: { code: 'command', severity: 'error', ...(step === undefined ? {} : { step }), sentence },
  };
}

export function stepOf(document: Pick<JourneyDocument, 'steps'>, id: string): Step | undefined {
  return Object.hasOwn(document.steps, id) ? document.steps[id] : undefined;
}

export function withStep(document: JourneyDocument, id: string, step: Step): JourneyDocument['steps'] {
  return { ...document.steps, [id]: step };
}

/** Port ids of a step in their order; undefined where nobody can say: an unknown type, an unfinished config. */
export function portsOf(
  { nodeTypes }: Pick<Draft, 'nodeTypes'>,
  id: string,
  step: Step,
): readonly string[] | undefined {
  try {
    const type = nodeTypes.get(step.type);
    const bound = type && bindStep(type, id, step);
    return bound?.ok ? bound.node.ports.map((port) => port.id) : undefined;
  } catch {
    // A node type of an operator that throws: its ports are as unknown as those of an unknown type.
    return undefined;
  }
}

/** Whether something can hang here; a sentence where not. */
export function placeProblem({ document, nodeTypes }: Draft, { from, port }: Place): string | undefined {
  if (from === ENTRY) return port === 'next' ? undefined : 'The entry has one path only.';
  const step = stepOf(document, from);
  if (!step) return `There is no step "${from}" to put it behind.`;
  const ports = portsOf({ nodeTypes }, from, step);
  return ports === undefined || ports.includes(port) ? undefined : `The step has no path "${port}".`;
}

export function isAt({ from, port }: Place): (edge: Edge) => boolean {
  return (edge) => edge.from === from && edge.port === port;
}

/** Sets the edges, each once, none to or from a step that is gone, in the order they are stored in. */
export function joined(edges: readonly Edge[], steps: JourneyDocument['steps']): Edge[] {
  const has = (id: string) => Object.hasOwn(steps, id);
  const seen = new Set<string>();
  return inOrder(edges).filter((edge) => {
    const key = edgeKey(edge);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew && edge.from !== edge.to && has(edge.to) && (edge.from === ENTRY || has(edge.from));
  });
}
