import type { Json } from '../values/json.ts';
import { canonicalJson } from './canonical.ts';
import { sameEdge } from './edges.ts';
import { type DocumentPart, documentParts, partOf } from './parts.ts';
import type { Edge, JourneyDocument, Step } from './schema.ts';

/** What differs between two journeys, in the order a reader wants it. */
export type Difference =
  | { readonly kind: 'step-added'; readonly id: string; readonly name: string; readonly type: string }
  | { readonly kind: 'step-removed'; readonly id: string; readonly name: string; readonly type: string }
  | {
      readonly kind: 'step-changed';
      readonly id: string;
      readonly name: string;
      readonly fields: readonly FieldChange[];
    }
  | { readonly kind: 'edge-added'; readonly edge: Edge }
  | { readonly kind: 'edge-removed'; readonly edge: Edge }
  | { readonly kind: 'part-changed'; readonly part: DocumentPart; readonly before?: Json; readonly after?: Json };

export interface FieldChange {
  /** `name`, `note`, `type`, or a path into the config such as `variants.0.share`. */
  readonly field: string;
  readonly before?: Json;
  readonly after?: Json;
}
export interface JourneyDiff {
  readonly differences: readonly Difference[];
  /** One sentence; "Nothing changed." where nothing did. */
  readonly summary: string;
}

/** Compares what two journeys mean; the order in which they are written does not count. */
export function diff(before: JourneyDocument, after: JourneyDocument): JourneyDiff {
  const differences = [...partChanges(before, after), ...stepChanges(before, after), ...edgeChanges(before, after)];
  return { differences, summary: summaryOf(differences) };
}

function partChanges(before: JourneyDocument, after: JourneyDocument): readonly Difference[] {
  return documentParts.flatMap((part): readonly Difference[] => {
    const [old, now] = [partOf(before, part), partOf(after, part)];
    return same(old, now) ? [] : [{ kind: 'part-changed', part, ...sides(old, now) }];
  });
}

function stepChanges(before: JourneyDocument, after: JourneyDocument): readonly Difference[] {
  const ids = [...new Set([...Object.keys(before.steps), ...Object.keys(after.steps)])];
  return ids.flatMap((id): readonly Difference[] => {
    const [old, now] = [own(before.steps, id), own(after.steps, id)];
    if (old && now) {
      const fields = fieldChanges(old, now);
      return fields.length === 0 ? [] : [{ kind: 'step-changed', id, name: nameOf(now), fields }];
    }
    const step = now ?? old;
    return step ? [{ kind: now ? 'step-added' : 'step-removed', id, name: nameOf(step), type: step.type }] : [];
  });
}

function edgeChanges(before: JourneyDocument, after: JourneyDocument): readonly Difference[] {
  const missing = (from: JourneyDocument, to: JourneyDocument) =>
    from.edges.filter((edge) => !to.edges.some((other) => sameEdge(edge, other)));
  return [
    ...missing(before, after).map((edge): Difference => ({ kind: 'edge-removed', edge })),
    ...missing(after, before).map((edge): Difference => ({ kind: 'edge-added', edge })),
  ];
}

function fieldChanges(before: Step, after: Step): readonly FieldChange[] {
  return [
    ...compared(before.type, after.type, 'type'),
    ...compared(before.name, after.name, 'name'),
    ...compared(before.note, after.note, 'note'),
    ...compared(before.config, after.config, ''),
  ];
}

/** Goes into objects and into lists of one length; anything else that differs is one change. */
function compared(before: Json | undefined, after: Json | undefined, field: string): readonly FieldChange[] {
  if (same(before, after)) return [];
  const [old, now] = [innerOf(before), innerOf(after)];
  const inside =
    old && now && Array.isArray(before) === Array.isArray(after) && (!Array.isArray(before) || old.size === now.size);
  if (!inside) return [{ field, ...sides(before, after) }];
  const keys = [...new Set([...old.keys(), ...now.keys()])];
  return keys.flatMap((key) => compared(old.get(key), now.get(key), field === '' ? key : `${field}.${key}`));
}

function innerOf(value: Json | undefined): ReadonlyMap<string, Json | undefined> | undefined {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : undefined;
}

function summaryOf(differences: readonly Difference[]): string {
  const names = (kind: 'step-added' | 'step-removed') =>
    differences.flatMap((one) => (one.kind === kind ? [one.name] : []));
  const changed = differences.flatMap((one) =>
    one.kind === 'step-changed' ? [`${one.name} (${listed(one.fields.map(({ field }) => lastOf(field)))})`] : [],
  );
  const settings = differences.flatMap((one) => (one.kind === 'part-changed' ? [partNames[one.part]] : []));
  const clauses = [
    clause('adds', names('step-added')),
    clause('removes', names('step-removed')),
    clause('changes', [...settings, ...changed]),
  ].filter((words) => words !== '');
  if (clauses.length === 0) return differences.length === 0 ? 'Nothing changed.' : 'Connects steps differently.';
  const sentence = clauses.join('; ');
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

const partNames: Readonly<Record<DocumentPart, string>> = {
  name: 'the name',
  description: 'the description',
  purpose: 'the purpose',
  topic: 'the topic',
  entry: 'the entry',
  goals: 'the goals',
  exits: 'the exits',
  holdout: 'the comparison group',
  timeZone: 'the time zone',
  quietHours: 'the quiet hours',
};

const MOST_NAMED = 4;

function clause(verb: string, names: readonly string[]): string {
  return names.length === 0 ? '' : `${verb} ${listed(names)}`;
}

function listed(names: readonly string[]): string {
  const unique = [...new Set(names)];
  const more = unique.length - MOST_NAMED;
  const shown = more > 0 ? [...unique.slice(0, MOST_NAMED), `${more} more`] : unique;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

function nameOf(step: Step): string {
  return step.name === '' ? step.type : step.name;
}
function lastOf(field: string): string {
  return field.split('.').findLast((key) => !/^\d+$/.test(key)) ?? field;
}
function own(steps: JourneyDocument['steps'], id: string): Step | undefined {
  return Object.hasOwn(steps, id) ? steps[id] : undefined;
}
function same(a: Json | undefined, b: Json | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && canonicalJson(a) === canonicalJson(b));
}
function sides(before: Json | undefined, after: Json | undefined) {
  return { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}
