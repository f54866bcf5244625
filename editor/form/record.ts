/** A value as a record to read from; empty where it is none. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** The record with this key set, or without it. */
export function withKey(
  record: Readonly<Record<string, unknown>>,
  key: string,
  value: unknown,
): Readonly<Record<string, unknown>> {
  const { [key]: _, ...rest } = record;
  return value === undefined ? rest : { ...record, [key]: value };
}
