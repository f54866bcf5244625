import { z } from 'zod';
import { isJsonObject, type Json } from '../values/json.ts';

/** Paths of fields marked `secret` that hold a value themselves instead of naming one. */
export function literalSecrets(schema: z.core.$ZodType, value: Json | undefined, path = ''): readonly string[] {
  if (value === undefined || value === null) return [];
  if (isSecret(schema)) return isJsonObject(value) ? [] : [path];
  const inner = unwrapped(schema);
  if (inner !== schema) return literalSecrets(inner, value, path);
  if (schema instanceof z.ZodObject && isJsonObject(value)) {
    return Object.entries(schema.shape).flatMap(([key, field]) => literalSecrets(field, value[key], joined(path, key)));
  }
  if (schema instanceof z.ZodArray && Array.isArray(value))
    return value.flatMap((item, n) => literalSecrets(schema.element, item, joined(path, String(n))));
  if (schema instanceof z.ZodUnion)
    return schema.options
      .filter((option) => z.safeParse(option, value).success)
      .flatMap((option) => literalSecrets(option, value, path));
  return [];
}

function isSecret(schema: z.core.$ZodType): boolean {
  return z.globalRegistry.get(schema)?.['secret'] === true;
}

function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable)
    return schema.unwrap();
  return schema;
}

const joined = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);
