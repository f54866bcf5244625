import type { JsonObject } from '@wend/engine';
import { z } from 'zod';

export const person = z
  .object({ name: z.string(), initials: z.string() })
  .meta({ id: 'Person', description: 'A person as pages name them: by name, else by address, else "Somebody"' });
export type Person = z.infer<typeof person>;

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;

/** By name where we know one, else by the address that says most, else "Somebody". */
export function personOf(attributes: JsonObject): Person {
  const first = text(attributes['firstName']) ?? text(attributes['first_name']);
  const last = text(attributes['lastName']) ?? text(attributes['last_name']);
  const name =
    [first, last].filter(Boolean).join(' ') || (text(attributes['name']) ?? text(attributes['email']) ?? 'Somebody');
  const [a = '?', b = ''] = name.split(/[\s@._-]+/).filter((part) => part !== '');
  return { name, initials: `${[...a][0] ?? ''}${[...b][0] ?? ''}`.toUpperCase() };
}
