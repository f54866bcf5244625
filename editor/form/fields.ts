import { z } from 'zod';

/** What a field's schema says about how it is asked for. */
interface FieldMeta {
  readonly label?: string;
  readonly help?: string;
  readonly widget?: string;
  readonly unit?: string;
  readonly advanced?: boolean;
  readonly secret?: boolean;
  readonly choices?: Readonly<Record<string, string>>;
}

export type Schema = z.core.$ZodType;

export function metaOf(schema: Schema): FieldMeta {
  const own = registered(schema);
  const inner = innerOf(schema);
  return inner === undefined ? own : { ...metaOf(inner), ...own };
}

function registered(schema: Schema): FieldMeta {
  // The registry is open: our own keys in it are those of `FieldMeta`, written by the node types.
  return (z.globalRegistry.get(schema) ?? {}) as FieldMeta;
}

/** The schema inside optional and default. */
export function bare(schema: Schema): Schema {
  const inner = innerOf(schema);
  return inner === undefined ? schema : bare(inner);
}

export const isOptional = (schema: Schema): boolean => schema instanceof z.ZodOptional;

function innerOf(schema: Schema): Schema | undefined {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable
    ? schema.unwrap()
    : undefined;
}

/** A value that fits where nothing has been said yet. */
export function emptyOf(schema: Schema): unknown {
  if (schema instanceof z.ZodDefault) return schema.def.defaultValue;
  if (metaOf(schema).widget?.includes('condition')) return { kind: 'all', of: [] };
  const inner = bare(schema);
  if (inner instanceof z.ZodDiscriminatedUnion) return firstOption(inner);
  if (inner instanceof z.ZodObject)
    return Object.fromEntries(
      Object.entries(inner.shape).flatMap(([key, field]) => (isOptional(field) ? [] : [[key, emptyOf(field)]])),
    );
  if (inner instanceof z.ZodLiteral) return inner.value;
  if (inner instanceof z.ZodEnum) return inner.options[0];
  if (inner instanceof z.ZodArray) return [];
  if (inner instanceof z.ZodNumber)
    return inner.minValue !== null && inner.minValue > 0 && Number.isFinite(inner.minValue) ? inner.minValue : 0;
  if (inner instanceof z.ZodBoolean) return false;
  if (metaOf(schema).widget === 'duration') return 'P1D';
  if (metaOf(schema).widget === 'time') return '09:00';
  return '';
}

function firstOption(union: z.ZodDiscriminatedUnion): unknown {
  const [option] = union.options;
  return option === undefined ? {} : emptyOf(option);
}
