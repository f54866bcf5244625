import {
  type Condition,
  evaluate,
  Facts,
  type FactValue,
  factKey,
  factsOf,
  type ProfileId,
  type World,
} from '@wend/engine';
import { PROFILE, standIn, zoneIn } from '../drive/facts/stand-in.ts';

/** Of these people, those for whom the condition holds in this world, each question asked once for all of them. */
export async function judgeIn(
  world: World,
  condition: Condition,
  people: readonly ProfileId[],
): Promise<ReadonlySet<ProfileId>> {
  if (people.length === 0) return new Set();
  const { now } = world;
  const requests = [...new Map([PROFILE, ...factsOf(condition)].map((one) => [factKey(one), one])).values()];
  const values = await world.facts(
    people.flatMap((id) => {
      // Nobody came by an event here.
      const run = standIn(id, id, { name: '', properties: {}, at: now });
      return requests.map((request) => ({ run, request }));
    }),
  );
  return new Set(
    people.filter((_, index) => {
      const own = values.slice(index * requests.length, (index + 1) * requests.length);
      const facts = new Map<string, FactValue>(requests.map((request, n) => [factKey(request), own[n]]));
      return evaluate(condition, { facts: new Facts(facts), now, timeZone: zoneIn(facts) }).holds;
    }),
  );
}
