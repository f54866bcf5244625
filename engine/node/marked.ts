import { z } from 'zod';
import { isJsonObject, type Json } from '../values/json.ts';

export interface MarkedValue {
  readonly field: string;
  /** What the form calls it. */
  readonly label: string;
  readonly value: Json;
}

/** The values of a config whose schema carries a mark in its `meta` (`secret`, `liquid`, a `widget`), with where they stand. */
export function markedValues(
  schema: z.core.$ZodType,
  config: Json,
  mark: string,
  wanted: Json = true,
): readonly MarkedValue[] {
  const found = new Map<string, MarkedValue>();
  visit(schema, config, '', (at, value, field) => {
    if (metaOf(at)[mark] !== wanted) return;
    found.set(field, { field, label: labelAt(schema, field.split('.')) ?? lastOf(field), value });
  });
  return [...found.values()];
}

/** What the form calls the field at a path; undefined where the schema has no such field or no word for it. */
export function labelAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): string | undefined {
  let schemas: readonly z.core.$ZodType[] = [schema];
  let label: string | undefined;
  for (const key of path) {
    schemas = schemas.flatMap((one) => below(one, String(key)));
    label = schemas.map(labelOf).find((word) => word !== undefined);
  }
  return label;
}

type See = (schema: z.core.$ZodType, value: Json, field: string) => void;

function visit(schema: z.core.$ZodType, value: Json | undefined, field: string, see: See): void {
  if (value === undefined || value === null) return;
  see(schema, value, field);
  const inner = unwrapped(schema);
  if (inner !== schema) return visit(inner, value, field, see);
  if (schema instanceof z.ZodUnion) {
    for (const option of schema.options) if (z.safeParse(option, value).success) visit(option, value, field, see);
  } else if (typeof value === 'object') {
    for (const [key, item] of entriesOf(value))
      for (const child of below(schema, key)) visit(child, item, field === '' ? key : `${field}.${key}`, see);
  }
}

function entriesOf(value: Json): readonly (readonly [string, Json | undefined])[] {
  if (Array.isArray(value)) return value.map((item: Json, index) => [String(index), item]);
  return isJsonObject(value) ? Object.entries(value) : [];
}

function below(schema: z.core.$ZodType, key: string): readonly z.core.$ZodType[] {
  const inner = unwrapped(schema);
  if (inner !== schema) return below(inner, key);
  if (schema instanceof z.ZodObject) {
    const field: z.core.$ZodType | undefined = Object.hasOwn(schema.shape, key) ? schema.shape[key] : undefined;
    return field ? [field] : [];
  }
  if (schema instanceof z.ZodArray) return [schema.element];
  if (schema instanceof z.ZodRecord) return [schema.valueType];
  return schema instanceof z.ZodUnion ? schema.options.flatMap((option) => below(option, key)) : [];
}

function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable)
    return schema.unwrap();
  return schema;
}

function metaOf(schema: z.core.$ZodType): Readonly<Record<string, unknown>> {
  return z.globalRegistry.get(schema) ?? {};
}

function labelOf(schema: z.core.$ZodType): string | undefined {
  const label = metaOf(schema)['label'] ?? (unwrapped(schema) === schema ? undefined : labelOf(unwrapped(schema)));
  return typeof label === 'string' ? label : undefined;
}

const lastOf = (field: string): string => field.split('.').at(-1) ?? field;
