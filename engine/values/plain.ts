import { unstorable } from './text.ts';

const DEEPEST = 60;
const MOST_VALUES = 200_000;
const MOST_CHARACTERS = 5_000_000;

/** Why a value cannot be read at all, before its meaning is looked at: too deep, too big, not plain JSON, or not to be kept. */
export function notPlain(value: unknown): { readonly path: readonly string[]; readonly sentence: string } | undefined {
  const waiting: { value: unknown; path: readonly string[] }[] = [{ value, path: [] }];
  let values = 0;
  let characters = 0;
  for (let at = waiting.pop(); at; at = waiting.pop()) {
    const { path } = at;
    values += 1;
    if (typeof at.value === 'string') characters += at.value.length;
    if (values > MOST_VALUES || characters > MOST_CHARACTERS)
      return { path: [], sentence: 'This is too big to be read.' };
    if (path.length > DEEPEST) return { path, sentence: 'This is nested too deeply to be read.' };
    const obstacle = typeof at.value === 'string' ? unstorable(at.value) : undefined;
    if (obstacle !== undefined) return { path, sentence: `${obstacle}.` };
    const inner = innerOf(at.value);
    if (inner === undefined) return { path, sentence: 'Only plain JSON values can be read here.' };
    for (const [key, item] of inner) {
      const inName = key === '__proto__' ? 'A field cannot be called "__proto__"' : unstorable(key);
      if (inName !== undefined) return { path, sentence: `${inName}.` };
      waiting.push({ value: item, path: [...path, key] });
    }
  }
  return undefined;
}

function innerOf(value: unknown): readonly (readonly [string, unknown])[] | undefined {
  if (value === null || value === undefined || typeof value === 'string' || typeof value === 'boolean') return [];
  if (typeof value === 'number') return Number.isFinite(value) ? [] : undefined;
  if (typeof value !== 'object') return undefined;
  if (Array.isArray(value)) return value.map((item, index) => [String(index), item]);
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null ? Object.entries(value) : undefined;
}
