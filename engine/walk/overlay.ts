import type { JourneyDocument } from '../document/schema.ts';
import { changedProfile } from '../facts/place.ts';
import { type FactValue, factKey, type ProfileFact } from '../facts/request.ts';
import type { JsonObject } from '../values/json.ts';

const PROFILE = factKey({ kind: 'profile' });

/** A run sees what it has just set of its person, their language and place among it, before their profile has learned it. */
export function overlaidBy(
  changes: readonly JsonObject[],
  facts: ReadonlyMap<string, FactValue>,
  { timeZone }: Pick<JourneyDocument, 'timeZone'>,
): ReadonlyMap<string, FactValue> {
  const profile = facts.get(PROFILE);
  if (changes.length === 0 || !isProfile(profile)) return facts;
  const changed = changedProfile(profile, changes);
  // A journey with a zone of its own has no other.
  return new Map(facts).set(PROFILE, timeZone === 'profile' ? changed : { ...changed, timeZone: profile.timeZone });
}

function isProfile(value: FactValue): value is ProfileFact {
  return typeof value === 'object' && 'attributes' in value;
}
