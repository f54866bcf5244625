export type JsonPrimitive = string | number | boolean | null;
export type Json = JsonPrimitive | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads `a.b.0.c` from own properties only; undefined where the path leads nowhere. */
export function readPath(value: Json | undefined, path: string): Json | undefined {
  let at: Json | undefined = value;
  for (const key of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = Array.isArray(at) ? at[Number(key)] : isJsonObject(at) ? at[key] : undefined;
  }
  return at;
}

/** The same with each of these written where its path leads; what stands in the way and holds nothing gives way to an object. */
export function writePaths(object: JsonObject, byPath: JsonObject): JsonObject {
  const written = new Map(Object.entries(object));
  for (const [path, value] of Object.entries(byPath)) {
    const [first = '', ...rest] = path.split('.');
    written.set(first, put(written.get(first), rest, value));
  }
  return Object.fromEntries(written);
}

function put(value: Json | undefined, [key, ...rest]: readonly string[], to: Json | undefined): Json | undefined {
  if (key === undefined) return to;
  const inner = readPath(value, key);
  if (Array.isArray(value) && inner !== undefined) return value.with(Number(key), put(inner, rest, to) ?? null);
  return { ...(isJsonObject(value) ? value : {}), [key]: put(inner, rest, to) };
}
