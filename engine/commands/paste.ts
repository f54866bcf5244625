import { reachableFrom } from '../document/reach.ts';
import { type Edge, type Step, stepId, step as stepSchema } from '../document/schema.ts';
import { type Changed, changed, type Draft, isAt, joined, placeProblem, portsOf, refused } from './change.ts';
import type { Place } from './command.ts';

interface Clipping {
  readonly steps: Readonly<Record<string, Step>>;
  readonly edges: readonly Edge[];
  readonly at: Place;
}

/** Puts copied steps on a place. Ids that are taken are renamed; what followed there follows behind the last of them. */
export function paste(draft: Draft, { steps: copied, edges: between, at }: Clipping): Changed {
  const { document } = draft;
  const problem = placeProblem(draft, at);
  if (problem !== undefined) return refused(problem);
  const readable = ([id, step]: [string, Step]) => stepId.safeParse(id).success && stepSchema.safeParse(step).success;
  if (!Object.entries(copied).every(readable)) return refused('What was copied are no steps.');
  const [first] = Object.keys(copied).filter((id) => !between.some(({ to }) => to === id));
  if (first === undefined) return refused('Nothing was copied.');
  const { steps, edges, renamed } = underFreshIds(document.steps, copied, between);
  const root = renamed.get(first) ?? first;
  const followed = document.edges.find(isAt(at));
  const end = followed ? tailOf(draft, steps, edges, root) : undefined;
  if (followed && !end) return refused('Nothing can follow what was copied: paste it where a path ends.');
  const all = { ...document.steps, ...steps };
  const joint = followed && end ? [{ ...end, to: followed.to }] : [];
  const others = document.edges.filter((edge) => edge !== followed);
  return changed(document, { steps: all, edges: joined([...others, ...edges, { ...at, to: root }, ...joint], all) });
}

function underFreshIds(taken: Readonly<Record<string, Step>>, copied: Clipping['steps'], between: readonly Edge[]) {
  const used = new Set([...Object.keys(taken), ...Object.keys(copied)]);
  const renamed = new Map<string, string>();
  for (const id of Object.keys(copied)) {
    const fresh = Object.hasOwn(taken, id) ? freshId(id, used) : id;
    used.add(fresh);
    renamed.set(id, fresh);
  }
  const steps = Object.fromEntries(Object.entries(copied).map(([id, step]) => [renamed.get(id) ?? id, step]));
  const edges = between.flatMap((edge) => {
    const [from, to] = [renamed.get(edge.from), renamed.get(edge.to)];
    return from === undefined || to === undefined ? [] : [{ ...edge, from, to }];
  });
  return { steps, edges, renamed };
}

/** An id like this one that is not used yet: `nudge-2`. */
export function freshId(id: string, used: ReadonlySet<string>): string {
  const base = id.replace(/-\d+$/, '').slice(0, 34);
  for (let n = 2; ; n += 1) if (!used.has(`${base}-${n}`)) return `${base}-${n}`;
}

/** The first free port below the root, along the first paths. */
function tailOf(draft: Draft, steps: Clipping['steps'], edges: readonly Edge[], root: string): Place | undefined {
  for (const id of reachableFrom(edges, [root])) {
    const step = steps[id];
    const ports = step && (portsOf(draft, id, step) ?? ['next']);
    const free = ports?.find((port) => !edges.some(isAt({ from: id, port })));
    if (free !== undefined) return { from: id, port: free };
  }
  return undefined;
}
