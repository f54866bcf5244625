import { type FactValue, factKey, type ProfileFact } from '../facts/request.ts';
import { type JsonObject, writePaths } from '../values/json.ts';

const PROFILE = factKey({ kind: 'profile' });

/** A run sees the attributes it has just set, before the person's profile has learned them. */
export function overlaidBy(
  changes: readonly JsonObject[],
  facts: ReadonlyMap<string, FactValue>,
): ReadonlyMap<string, FactValue> {
  const profile = facts.get(PROFILE);
  if (changes.length === 0 || !isProfile(profile)) return facts;
  return new Map(facts).set(PROFILE, { ...profile, attributes: changes.reduce(writePaths, profile.attributes) });
}

function isProfile(value: FactValue): value is ProfileFact {
  return typeof value === 'object' && 'attributes' in value;
}
