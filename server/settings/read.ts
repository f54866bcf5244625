import type { z } from 'zod';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads settings from the environment; an empty variable counts as absent. Throws one sentence that names what is wrong. */
export function read<Schema extends z.ZodType>(schema: Schema, environment: Environment): z.output<Schema> {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const wrong = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`These settings do not fit: ${wrong.join('; ')}.`);
}
