import { edgeKey, sameEdge } from '../document/edges.ts';
import { documentParts, partOf } from '../document/parts.ts';
import { type Edge, type JourneyDocument, journeyDocument } from '../document/schema.ts';
import type { JsonObject } from '../values/json.ts';
import { type Changed, changed, type Draft, joined, refused } from './change.ts';
import type { Command } from './command.ts';

type Put = Extract<Command, { kind: 'put' }>;

/** Sets parts of the document outright, `null` removes. */
export function put({ document }: Draft, { steps = {}, edges, document: parts = {} }: Put): Changed {
  const kept = Object.entries({ ...document.steps, ...steps }).flatMap(([id, step]) =>
    step === null ? [] : [[id, step] as const],
  );
  const nextSteps = Object.fromEntries(kept);
  const { add = [], remove = [] } = edges ?? {};
  const left = document.edges.filter((edge) => !remove.some((gone) => sameEdge(gone, edge)));
  const next = { steps: nextSteps, edges: joined([...left, ...add], nextSteps) };
  return Object.keys(parts).length === 0 ? changed(document, next) : withParts({ ...document, ...next }, parts);
}

/** Parts come from outside or from an inverse; either way the document must stay one. */
export function withParts(document: JourneyDocument, parts: JsonObject): Changed {
  if (!Object.keys(parts).every(isSettable)) return refused('A journey has no such setting.');
  const merged = Object.entries({ ...document, ...parts }).filter(([, value]) => value !== null && value !== undefined);
  const parsed = journeyDocument.safeParse(Object.fromEntries(merged));
  if (!parsed.success) return refused(`This does not fit: ${parsed.error.issues[0]?.message ?? 'unknown'}.`);
  // Steps and edges are taken as they were: only what was set is read anew.
  const { steps, edges } = document;
  return { ok: true, document: { ...parsed.data, steps, edges } };
}

function isSettable(name: string): boolean {
  return documentParts.some((part) => part === name);
}

/** What leads back from one document to another. */
export function putBack(from: JourneyDocument, to: JourneyDocument): Put {
  const steps = stepsBack(from, to);
  const add = missingIn(from.edges, to.edges);
  const remove = missingIn(to.edges, from.edges);
  const parts = documentParts
    .filter((part) => from[part] !== to[part])
    .map((part) => [part, partOf(to, part) ?? null] as const);
  return {
    kind: 'put',
    ...(Object.keys(steps).length === 0 ? {} : { steps }),
    ...(add.length + remove.length === 0 ? {} : { edges: { add, remove } }),
    ...(parts.length === 0 ? {} : { document: Object.fromEntries(parts) }),
  };
}

function missingIn(edges: readonly Edge[], wanted: readonly Edge[]): readonly Edge[] {
  // Nearly all of them are the same objects before and after an edit.
  const same = new Set(edges);
  const others = wanted.filter((edge) => !same.has(edge));
  if (others.length === 0) return [];
  const known = new Set(edges.map(edgeKey));
  return others.filter((edge) => !known.has(edgeKey(edge)));
}

function stepsBack(from: JourneyDocument, to: JourneyDocument): NonNullable<Put['steps']> {
  const ids = new Set([...Object.keys(from.steps), ...Object.keys(to.steps)]);
  const differing = [...ids].filter((id) => from.steps[id] !== to.steps[id]);
  return Object.fromEntries(differing.map((id) => [id, to.steps[id] ?? null]));
}
