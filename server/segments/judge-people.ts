import {
  type Condition,
  evaluate,
  type FactRequest,
  Facts,
  type FactValue,
  factKey,
  factsOf,
  type ProfileId,
  type RunView,
} from '@wend/engine';
import type { Reading } from '../database/index.ts';
import { LiveWorld } from '../drive/facts/live-world.ts';
import { judge } from '../drive/judge.ts';
import type { Asked } from './predicate/asked.ts';

const PROFILE: FactRequest = { kind: 'profile' };
const NO_JOURNEY = '00000000-0000-0000-0000-000000000000';

/** Of these people, those for whom the condition holds by the engine's own word, each question asked once for all of them. */
export async function judgePeople(
  db: Reading,
  condition: Condition,
  { workspaceId, now }: Asked,
  people: readonly ProfileId[],
): Promise<ReadonlySet<ProfileId>> {
  if (people.length === 0) return new Set();
  const requests = [...new Map([PROFILE, ...factsOf(condition)].map((one) => [factKey(one), one])).values()];
  const world = new LiveWorld({ db, judge, workspaceId, document: { timeZone: 'profile' }, now }, new Set());
  const values = await world.facts(
    people.flatMap((id) => requests.map((request) => ({ run: standIn(id, now), request }))),
  );
  return new Set(
    people.filter((_, index) => {
      const own = values.slice(index * requests.length, (index + 1) * requests.length);
      const facts = new Map<string, FactValue>(requests.map((request, n) => [factKey(request), own[n]]));
      return evaluate(condition, { facts: new Facts(facts), now, timeZone: zoneIn(facts) }).holds;
    }),
  );
}

function zoneIn(facts: ReadonlyMap<string, FactValue>): string {
  const profile = facts.get(factKey(PROFILE));
  return typeof profile === 'object' && 'timeZone' in profile ? profile.timeZone : 'UTC';
}

/** Facts are asked for runs; nobody is on one here. */
function standIn(profileId: ProfileId, now: number): RunView {
  return {
    id: profileId,
    journeyId: NO_JOURNEY,
    profileId,
    entryKey: '',
    enteredAt: now,
    entry: { name: '', properties: {}, at: now },
    step: 'entry',
    visit: 0,
    arrivedAt: now,
    variables: {},
  };
}
