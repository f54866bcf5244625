import type { FieldMeta } from '@wend/engine';
import { z } from 'zod';

export type Schema = z.core.$ZodType;

/** What a schema says about its form; what stands on the outside of optional and default wins. */
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

export const isCondition = (schema: Schema): boolean => {
  const { widget } = metaOf(schema);
  return widget === 'condition' || widget === 'entry-condition' || widget === 'event-condition';
};

/** A value that fits where nothing has been said yet. */
export function emptyOf(schema: Schema): unknown {
  if (schema instanceof z.ZodDefault) return schema.def.defaultValue;
  if (isCondition(schema)) return { kind: 'all', of: [] };
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

/** The forms a union may take, by the literal that tells them apart. */
export function optionsOf(union: z.ZodDiscriminatedUnion) {
  const key = union.def.discriminator;
  return union.options.flatMap((option) =>
    option instanceof z.ZodObject ? [{ option, name: literalOf(option.shape[key]) }] : [],
  );
}

function literalOf(schema: Schema | undefined): string {
  return schema instanceof z.ZodLiteral ? String(schema.value) : '';
}

/** A field is asked for unless it is made by others, tells a union apart, or belongs to another choice beside it. */
export function isAsked(field: Schema, beside: Readonly<Record<string, unknown>>): boolean {
  const { widget, onlyIf } = metaOf(field);
  if (widget === 'hidden' || (bare(field) instanceof z.ZodLiteral && !isOptional(field))) return false;
  return Object.entries(onlyIf ?? {}).every(([name, wanted]) => beside[name] === wanted);
}
