/** Which of GrowthBook's two published hashes: 1 is biased and kept for experiments that began on it, 2 is for all new ones. */
export type HashVersion = 1 | 2;

/**
 * Where an id falls in [0, 1) for a seed, as GrowthBook's SDKs place it (`hash` of github.com/growthbook/growthbook, spec 0.8.0).
 * Ids are hashed as given, by UTF-16 units, never normalised.
 */
export function hash(seed: string, id: string, version: HashVersion): number {
  if (version === 1) return (fnv32a(id + seed) % 1_000) / 1_000;
  return (fnv32a(String(fnv32a(seed + id))) % 10_000) / 10_000;
}

/** Where a profile falls in [0, 1) for a step: the hash that new assignments use. */
export function bucketOf(seed: string, id: string): number {
  return hash(seed, id, 2);
}

// FNV-1a, 32 bits (draft-eastlake-fnv), over UTF-16 units.
function fnv32a(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  }
  return value >>> 0;
}
