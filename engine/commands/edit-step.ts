import type { Edge, Step } from '../document/schema.ts';
import type { JsonObject } from '../values/json.ts';
import { type Changed, changed, type Draft, joined, portsOf, refused, stepOf, withStep } from './change.ts';

/** Sets what a step does. A path that is thereby gone takes its edge along, but the way on is kept: see `keptWay`. */
export function setConfig(draft: Draft, id: string, config: JsonObject): Changed {
  const { document, nodeTypes } = draft;
  const step = stepOf(document, id);
  if (!step) return refused(`There is no step "${id}".`);
  const next: Step = { ...step, v: nodeTypes.get(step.type)?.version ?? step.v, config: plain(config) };
  const ports = portsOf(draft, id, next);
  const edges = document.edges.filter((edge) => edge.from !== id || ports === undefined || ports.includes(edge.port));
  const kept = ports && keptWay(draft, id, ports);
  const steps = withStep(document, id, next);
  return changed(document, { steps, edges: joined(kept ? [...edges, kept] : edges, steps) });
}

/** A wait of another kind calls its ways out by other names. What followed the first of those that are gone follows the new first one. */
function keptWay(draft: Draft, id: string, [main, ...others]: readonly string[]): Edge | undefined {
  const step = stepOf(draft.document, id);
  const out = draft.document.edges.filter(({ from }) => from === id);
  const before = (step && portsOf(draft, id, step)) ?? out.map(({ port }) => port);
  if (main === undefined || before.includes(main)) return undefined;
  const gone = before.filter((port) => !others.includes(port));
  const [edge] = gone.flatMap((port) => out.filter((one) => one.port === port));
  return edge && { ...edge, port: main };
}

export function renameStep({ document }: Draft, id: string, name: string): Changed {
  const step = stepOf(document, id);
  if (!step) return refused(`There is no step "${id}".`);
  if (name.length > 120) return refused('A name has at most 120 characters.', id);
  return changed(document, { steps: withStep(document, id, { ...step, name }) });
}

export function setNote({ document }: Draft, id: string, note: string): Changed {
  const step = stepOf(document, id);
  if (!step) return refused(`There is no step "${id}".`);
  if (note.length > 4_000) return refused('A note has at most 4,000 characters.', id);
  const { note: _old, ...rest } = step;
  return changed(document, { steps: withStep(document, id, note === '' ? rest : { ...rest, note }) });
}

/** Absent stays absent: a field that is undefined would be another document to the hash. */
function plain(config: JsonObject): Step['config'] {
  return JSON.parse(JSON.stringify(config));
}
