import {
  type Condition,
  evaluate,
  type FactRequest,
  Facts,
  type FactValue,
  factKey,
  factsOf,
  testProperty,
} from '@wend/engine';
import { newId } from '../ids/index.ts';
import type { Judge } from './deps.ts';
import { LiveWorld } from './facts/live-world.ts';
import { PROFILE, standIn, zoneIn } from './facts/stand-in.ts';

/** The engine's condition language over events: conditions that look at the event alone cost nothing, others read facts in bulk. */
export const judge: Judge = {
  property: (test, event) => testProperty(event, test, { now: event.at, timeZone: 'UTC' }),

  async events(db, workspaceId, asked) {
    const questions = asked.map(({ profileId, event, condition }) => ({
      run: standIn(newId(), profileId, event),
      requests: requestsOf(condition),
    }));
    const flat = questions.flatMap(({ run, requests }) => requests.map((request) => ({ run, request })));
    const now = Math.max(0, ...asked.map(({ event }) => event.at));
    const world = new LiveWorld({ db, judge, workspaceId, document: { timeZone: 'profile' }, now }, new Set());
    const answers = flat.length === 0 ? [] : await world.facts(flat);
    let from = 0;
    return asked.map(({ condition, event }, index) => {
      const requests = questions[index]?.requests ?? [];
      const values = answers.slice(from, from + requests.length);
      from += requests.length;
      const known = new Map<string, FactValue>(requests.map((request, n) => [factKey(request), values[n]]));
      return evaluate(condition, { facts: new Facts(known), event, now: event.at, timeZone: zoneIn(known) }).holds;
    });
  },
};

/** Whoever asks for any fact has the person's zone read as well: dates without an offset are theirs. */
function requestsOf(condition: Condition): readonly FactRequest[] {
  const requests = new Map(factsOf(condition).map((request) => [factKey(request), request]));
  if (requests.size > 0) requests.set(factKey(PROFILE), PROFILE);
  return [...requests.values()];
}
