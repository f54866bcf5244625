import type { JsonObject } from '@wend/engine';

/** A person as pages name them. */
export interface Person {
  readonly name: string;
  readonly initials: string;
}

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
