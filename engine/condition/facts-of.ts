import { type FactRequest, factKey } from '../facts/request.ts';
import { assertNever } from '../values/assert-never.ts';
import type { Condition } from './schema.ts';

type Of<Kind extends Condition['kind']> = Extract<Condition, { kind: Kind }>;

/** What must be known to judge this condition, each question once. */
export function factsOf(condition: Condition): readonly FactRequest[] {
  return distinct(requestsOf(condition));
}

/** Each question once: two parts of a step may ask the same. */
export function distinct(requests: readonly FactRequest[]): readonly FactRequest[] {
  return [...new Map(requests.map((request) => [factKey(request), request])).values()];
}

function requestsOf(condition: Condition): readonly FactRequest[] {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.flatMap(requestsOf);
    case 'not':
      return requestsOf(condition.of);
    case 'property':
    case 'variable':
      return [];
    case 'attribute':
      return [{ kind: 'profile' }];
    case 'events':
      return [eventsRequest(condition)];
    case 'message':
      return [messageRequest(condition)];
    case 'segment':
      return [{ kind: 'segment', segment: condition.segment }];
    case 'consent':
      return [consentRequest(condition)];
    case 'metric':
      return [{ kind: 'metric', metric: condition.metric }];
    default:
      return assertNever(condition);
  }
}

export function eventsRequest({
  event,
  where,
  within,
  since,
  measure,
  path,
}: Of<'events'>): Extract<FactRequest, { kind: 'events' }> {
  return {
    kind: 'events',
    event,
    where,
    within,
    since,
    ...(measure === 'sum' && path !== undefined ? { sum: path } : {}),
  };
}
export function messageRequest({
  did,
  step,
  channel,
  within,
}: Of<'message'>): Extract<FactRequest, { kind: 'message' }> {
  return { kind: 'message', did, step, channel, within };
}
export function consentRequest({ channel, topic }: Of<'consent'>): Extract<FactRequest, { kind: 'consent' }> {
  return { kind: 'consent', channel, topic };
}
