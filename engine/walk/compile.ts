import type { Problem } from '../document/problem.ts';
import { ENTRY, type JourneyDocument } from '../document/schema.ts';
import { bindStep } from '../node/bind-step.ts';
import type { NodeTypes } from '../node/node-types.ts';
import { checkDocument } from './check-document.ts';
import { checkGraph } from './check-graph.ts';
import type { Plan, PlanStep } from './plan.ts';

export type Compiled =
  | { readonly ok: true; readonly plan: Plan; readonly problems: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Checks a journey and makes it ready to walk. Warnings do not stop it. */
export function compile(document: JourneyDocument, nodeTypes: NodeTypes): Compiled {
  const bound = bindSteps(document, nodeTypes);
  const problems = [
    ...bound.problems,
    ...checkDocument(document),
    ...checkGraph(document, bound.steps),
    ...checkSteps(document, bound.steps),
  ];
  if (problems.some(({ severity }) => severity === 'error')) return { ok: false, problems };
  return { ok: true, plan: planOf(document, bound.steps), problems };
}

/**
 * A version that was published was checked by the rules of its day, and goes on under those that came after: it stops only where a step
 * of it is not known any more, or does not fit its type.
 */
export function compilePublished(document: JourneyDocument, nodeTypes: NodeTypes): Compiled {
  const { steps, problems } = bindSteps(document, nodeTypes);
  if (problems.some(({ severity }) => severity === 'error')) return { ok: false, problems };
  return { ok: true, plan: planOf(document, steps), problems };
}

/** The same checks without the plan: what the editor shows and the server refuses to publish. */
export function validate(document: JourneyDocument, nodeTypes: NodeTypes): readonly Problem[] {
  return compile(document, nodeTypes).problems;
}

interface Bound {
  readonly steps: ReadonlyMap<string, PlanStep>;
  readonly problems: readonly Problem[];
}

/** Binds every step whose type is known and whose config fits; the others become problems. */
export function bindSteps(document: JourneyDocument, nodeTypes: NodeTypes): Bound {
  const steps = new Map<string, PlanStep>();
  const nameOf = (id: string): string => document.steps[id]?.name || id;
  const problems: Problem[] = [];
  for (const [id, step] of Object.entries(document.steps)) {
    const type = nodeTypes.get(step.type);
    if (!type) {
      problems.push({
        code: 'unknown-type',
        severity: 'error',
        step: id,
        sentence: `Nobody here knows steps of the type “${step.type}”. The step is kept, but the journey cannot run with it.`,
      });
      continue;
    }
    const binding = bindStep(type, id, step);
    if (binding.ok) steps.set(id, { id, name: step.name || binding.node.card(nameOf).title, type, node: binding.node });
    else problems.push(...binding.problems.map((problem): Problem => ({ severity: 'error', ...problem, step: id })));
  }
  return { steps, problems };
}

function checkSteps(document: JourneyDocument, steps: ReadonlyMap<string, PlanStep>): readonly Problem[] {
  return [...steps].flatMap(([id, { node }]) =>
    node.check({ document, step: id }).map((problem): Problem => ({ severity: 'error', ...problem, step: id })),
  );
}

function planOf(document: JourneyDocument, steps: ReadonlyMap<string, PlanStep>): Plan {
  const edges = new Map(document.edges.map(({ from, port, to }) => [placeKey(from, port), to]));
  return { document, steps, next: (from, port) => edges.get(placeKey(from, from === ENTRY ? 'next' : port)) };
}

const placeKey = (from: string, port: string): string => `${from}\u0000${port}`;
