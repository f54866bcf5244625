import { type FactValue, factKey, type ProfileFact } from '../facts/request.ts';
import type { JsonObject } from '../values/json.ts';

const PROFILE = factKey({ kind: 'profile' });

/** A run sees the attributes it has just set, before the person's profile has learned them. */
export function overlaidBy(overlay: JsonObject, facts: ReadonlyMap<string, FactValue>): ReadonlyMap<string, FactValue> {
  const profile = facts.get(PROFILE);
  if (Object.keys(overlay).length === 0 || !isProfile(profile)) return facts;
  return new Map(facts).set(PROFILE, { ...profile, attributes: { ...profile.attributes, ...overlay } });
}

function isProfile(value: FactValue): value is ProfileFact {
  return typeof value === 'object' && 'attributes' in value;
}
