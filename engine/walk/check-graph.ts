import type { Problem } from '../document/problem.ts';
import { byOrigin } from '../document/reach.ts';
import { type Edge, ENTRY, type JourneyDocument } from '../document/schema.ts';
import type { PlanStep } from './plan.ts';

type Steps = ReadonlyMap<string, PlanStep>;

/** Edges that lead nowhere, ports that do not exist, loops, steps nobody reaches. */
export function checkGraph(document: JourneyDocument, steps: Steps): readonly Problem[] {
  return [
    ...checkStart(document),
    ...checkEdges(document, steps),
    ...checkJumps(document, steps),
    ...checkLoops(document),
    ...checkReach(document, steps),
  ];
}

function checkStart({ steps, edges }: JourneyDocument): readonly Problem[] {
  if (Object.keys(steps).length === 0) return [problem('no-steps', undefined, 'The journey has no steps yet.')];
  if (edges.some(({ from }) => from === ENTRY)) return [];
  return [problem('no-start', ENTRY, 'Nothing follows the entry: people would leave as soon as they enter.')];
}

function checkEdges(document: JourneyDocument, steps: Steps): readonly Problem[] {
  const seen = new Set<string>();
  return document.edges.flatMap((edge) => {
    const place = `${edge.from} ${edge.port}`;
    const twice = seen.has(place);
    seen.add(place);
    const found = edgeProblem(document, steps, edge, twice);
    return found ? [{ ...found, fix: removal(edge) }] : [];
  });
}

function edgeProblem(
  { steps: all }: JourneyDocument,
  steps: Steps,
  { from, port, to }: Edge,
  twice: boolean,
): Problem | undefined {
  if (from !== ENTRY && !Object.hasOwn(all, from))
    return problem('dangling-edge', undefined, `A connection starts at a step that is not there (${from}).`);
  if (!Object.hasOwn(all, to))
    return problem('dangling-edge', from, `A path leads to a step that is not there (${to}).`);
  if (twice) return problem('two-edges', from, `The path “${port}” leads to two steps.`);
  const ports = from === ENTRY ? ['next'] : steps.get(from)?.node.ports.map(({ id }) => id);
  if (ports && !ports.includes(port)) return problem('unknown-port', from, `The step has no path “${port}” any more.`);
  return undefined;
}

function checkJumps({ steps: all }: JourneyDocument, steps: Steps): readonly Problem[] {
  return [...steps].flatMap(([id, { node }]) =>
    node.jumps
      .filter((to) => !Object.hasOwn(all, to))
      .map((to) =>
        problem(
          'unknown-target',
          id,
          to === '' ? 'Choose the step to go to.' : `The step to go to is not there any more (${to}).`,
        ),
      ),
  );
}

/** Edges alone must be free of loops; going back is what a go-to step with its bound is for. */
function checkLoops({ steps, edges }: JourneyDocument): readonly Problem[] {
  const next = byOrigin(edges);
  const state = new Map<string, 'open' | 'done'>();
  const problems: Problem[] = [];
  // Without recursion: a journey may be longer than a stack.
  for (const start of [ENTRY, ...Object.keys(steps)]) {
    const stack: { id: string; rest: Edge[] }[] = [];
    const open = (id: string): void => {
      state.set(id, 'open');
      stack.push({ id, rest: [...(next.get(id) ?? [])] });
    };
    if (!state.has(start)) open(start);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const edge = top.rest.pop();
      if (!edge) {
        state.set(top.id, 'done');
        stack.pop();
      } else if (state.get(edge.to) === 'open') problems.push(loopProblem(edge));
      else if (!state.has(edge.to)) open(edge.to);
    }
  }
  return problems;
}

function loopProblem(edge: Edge): Problem {
  return {
    ...problem('loop', edge.from, 'The path leads back to an earlier step. Use “Go to” for that: it has a limit.'),
    fix: removal(edge),
  };
}

function removal(edge: Edge): NonNullable<Problem['fix']> {
  return { label: 'Remove the connection', commands: [{ kind: 'put', edges: { add: [], remove: [edge] } }] };
}

function checkReach({ steps: all, edges }: JourneyDocument, steps: Steps): readonly Problem[] {
  const next = byOrigin(edges);
  const reached = new Set<string>([ENTRY]);
  // A set hands out what is added while it is walked.
  for (const id of reached) {
    for (const { to } of next.get(id) ?? []) reached.add(to);
    for (const to of steps.get(id)?.node.jumps ?? []) reached.add(to);
  }
  return Object.keys(all)
    .filter((id) => !reached.has(id))
    .map((id) => ({
      ...problem('unreachable', id, 'Nobody can get to this step.'),
      severity: 'warning' as const,
      fix: { label: 'Remove the step', commands: [{ kind: 'remove-step' as const, id }] },
    }));
}

function problem(code: string, step: string | undefined, sentence: string): Problem {
  return { code, severity: 'error', ...(step === undefined ? {} : { step }), sentence };
}
