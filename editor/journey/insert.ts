import { type Command, ENTRY, type JourneyDocument, type NodeTypes, type Place } from '@wend/engine';

/** The command that puts a fresh step of this type on a place. */
export function insertion(
  document: JourneyDocument,
  types: NodeTypes,
  at: Place,
  typeName: string,
): Extract<Command, { kind: 'insert-step' }> | undefined {
  const type = types.get(typeName);
  if (!type) return undefined;
  const config =
    typeof type.initial === 'object' && type.initial !== null && !Array.isArray(type.initial)
      ? { ...type.initial }
      : {};
  const parsed = type.config.safeParse(config);
  return {
    kind: 'insert-step',
    id: freshId(document, typeName),
    step: {
      type: typeName,
      v: type.version,
      name: '',
      config: parsed.success ? recordOf(parsed.data) : recordOf(config),
    },
    at,
  };
}

/** Where a step goes that is put "after" another: behind its first path. */
export function placeAfter(document: JourneyDocument, types: NodeTypes, id: string | undefined): Place {
  const step = id === undefined ? undefined : document.steps[id];
  if (id === undefined || id === ENTRY || !step) return { from: ENTRY, port: 'next' };
  const bound = types.get(step.type)?.bind(id, step.config, step.v);
  const port = bound?.ok ? bound.node.ports[0]?.id : undefined;
  return port === undefined ? { from: ENTRY, port: 'next' } : { from: id, port };
}

function freshId(document: JourneyDocument, type: string): string {
  const base = type.replaceAll(/[^a-z0-9]/g, '').slice(0, 20) || 'step';
  for (let n = 1; ; n += 1) if (!Object.hasOwn(document.steps, `${base}${n}`)) return `${base}${n}`;
}

function recordOf(value: unknown): JourneyDocument['steps'][string]['config'] {
  // A config is an object of JSON by the schema of its type.
  return value as JourneyDocument['steps'][string]['config'];
}
