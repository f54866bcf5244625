import { notPlain } from '../values/plain.ts';
import { inOrder } from './edges.ts';
import type { Problem } from './problem.ts';
import { type JourneyDocument, journeyDocument } from './schema.ts';

export type ParsedJourney =
  | { readonly ok: true; readonly document: JourneyDocument }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const MOST_STEPS = 5_000;
const MOST_EDGES = 20_000;
const MOST_PROBLEMS = 50;

/** Reads a document from outside. Never throws: what does not fit is named with its place. Edges come out in their stored order. */
export function parseJourney(json: unknown): ParsedJourney {
  try {
    const unreadable = notPlain(json);
    if (unreadable) return refused([problemAt(unreadable.path, unreadable.sentence)]);
    const parsed = journeyDocument.safeParse(json);
    if (!parsed.success)
      return refused(
        parsed.error.issues.slice(0, MOST_PROBLEMS).map(({ path, message }) => problemAt(path.map(String), message)),
      );
    const steps = Object.keys(parsed.data.steps).length;
    if (steps > MOST_STEPS)
      return refused([problemAt(['steps'], `The journey has ${steps} steps; ${MOST_STEPS} is the most.`)]);
    const edges = parsed.data.edges.length;
    if (edges > MOST_EDGES)
      return refused([problemAt(['edges'], `The journey has ${edges} edges; ${MOST_EDGES} is the most.`)]);
    return { ok: true, document: { ...parsed.data, edges: inOrder(parsed.data.edges) } };
  } catch (error) {
    return refused([
      problemAt([], `The journey cannot be read: ${error instanceof Error ? error.message : 'unknown'}`),
    ]);
  }
}

function refused(problems: readonly Problem[]): ParsedJourney {
  return { ok: false, problems };
}

/** `steps.nudge.config.body` is the field `config.body` of the step `nudge`; `entry.event` is the field `event` of the entry. */
function problemAt(path: readonly string[], sentence: string): Problem {
  const [first, second, ...rest] = path;
  const problem = { code: 'document', severity: 'error', sentence } as const;
  if (first === 'steps' && second !== undefined) return { ...problem, step: second, field: rest.join('.') };
  if (first === 'entry') return { ...problem, step: 'entry', field: path.slice(1).join('.') };
  return path.length === 0 ? problem : { ...problem, field: path.join('.') };
}
