import { unstorable } from '@wend/engine';

/** Why a value cannot be kept, and where it lies. */
export interface Obstacle {
  readonly reason: string;
  readonly field: string;
}

const MAX_DEPTH = 20;
const MAX_KEYS = 2_000;

/** Looks for what Postgres or a reader cannot hold: one such value fails a whole multi-row insert. Bounded in depth and keys. */
export function obstacleIn(value: unknown): Obstacle | undefined {
  return new Search().look(value, '', 0);
}

class Search {
  #keys = 0;

  look(value: unknown, field: string, depth: number): Obstacle | undefined {
    if (typeof value === 'string') return textObstacle(value, field);
    if (typeof value === 'number')
      return Number.isFinite(value) ? undefined : { reason: 'A number is too large', field };
    if (typeof value !== 'object' || value === null) return undefined;
    if (depth >= MAX_DEPTH) return { reason: `Nested more than ${MAX_DEPTH} deep`, field };
    for (const [key, child] of Object.entries(value)) {
      const found = this.#entry(key, child, field, depth);
      if (found) return found;
    }
    return undefined;
  }

  #entry(key: string, child: unknown, field: string, depth: number): Obstacle | undefined {
    this.#keys += 1;
    if (this.#keys > MAX_KEYS) return { reason: `More than ${MAX_KEYS.toLocaleString('en')} values`, field };
    if (key === '__proto__') return { reason: '"__proto__" is no name for a property', field };
    const inKey = textObstacle(key, field);
    return inKey ?? this.look(child, field === '' ? key : `${field}.${key}`, depth + 1);
  }
}

function textObstacle(text: string, field: string): Obstacle | undefined {
  const reason = unstorable(text);
  return reason === undefined ? undefined : { reason, field };
}

/** Text that Postgres and a page can hold, whatever it was. */
export function washed(text: string, maxLength: number): string {
  return text
    .replaceAll('\0', '\uFFFD')
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .slice(0, maxLength)
    .replace(/\p{Surrogate}/gu, '');
}
