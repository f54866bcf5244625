import {
  type FactRequest,
  type FactValue,
  factKey,
  type PersonEvent,
  type ProfileId,
  type RunView,
} from '@wend/engine';

/** The profile as a fact: it has the zone in which dates without an offset are read. */
export const PROFILE: FactRequest = { kind: 'profile' };

const NO_JOURNEY = '00000000-0000-0000-0000-000000000000';

/** Facts are asked for runs: a run at its entry, for somebody who is on none. */
export function standIn(id: string, profileId: ProfileId, entry: PersonEvent): RunView {
  return {
    id,
    journeyId: NO_JOURNEY,
    profileId,
    entryKey: '',
    enteredAt: entry.at,
    entry,
    step: 'entry',
    visit: 0,
    arrivedAt: entry.at,
    variables: {},
  };
}

/** The person's own zone, where their profile was asked for. */
export function zoneIn(facts: ReadonlyMap<string, FactValue>): string {
  const profile = facts.get(factKey(PROFILE));
  return typeof profile === 'object' && 'timeZone' in profile ? profile.timeZone : 'UTC';
}
