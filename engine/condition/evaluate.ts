import type { Facts } from '../facts/request.ts';
import type { Reason } from '../node/outcome.ts';
import type { PersonEvent } from '../node/resumption.ts';
import { formatLocal } from '../time/format-local.ts';
import type { Instant } from '../time/instant.ts';
import { assertNever } from '../values/assert-never.ts';
import { type Json, type JsonObject, readPath } from '../values/json.ts';
import { type Comparison, holds, type Moment } from './compare.ts';
import { consentRequest, eventsRequest, messageRequest } from './facts-of.ts';
import { type Condition, type PropertyTest, wordsOfEngagement } from './schema.ts';
import { compared, wordsOfDuration } from './words.ts';

/** What a condition is judged on. `event` is the one being judged; in a branch, the one the person entered with. */
export interface Evidence {
  readonly facts: Facts;
  readonly event?: PersonEvent | undefined;
  readonly variables?: JsonObject | undefined;
  readonly now: Instant;
  /** For dates without an offset. */
  readonly timeZone?: string | undefined;
}

export interface Verdict {
  readonly holds: boolean;
  readonly reason: Reason;
}

/** Judges a condition and says why, with the values as they were. `factsOf(condition)` must have been read. */
export function evaluate(condition: Condition, evidence: Evidence): Verdict {
  switch (condition.kind) {
    case 'all':
      return allOf(condition.of.map((one) => evaluate(one, evidence)));
    case 'any':
      return anyOf(condition.of.map((one) => evaluate(one, evidence)));
    case 'not':
      return negated(evaluate(condition.of, evidence));
    default:
      return judgeLeaf(condition, evidence);
  }
}

type Leaf = Exclude<Condition, { kind: 'all' | 'any' | 'not' }>;

function judgeLeaf(condition: Leaf, evidence: Evidence): Verdict {
  const { facts } = evidence;
  switch (condition.kind) {
    case 'attribute':
      return compareLeaf(
        condition.path,
        readPath(facts.read({ kind: 'profile' }).attributes, condition.path),
        condition,
        evidence,
      );
    case 'property':
      return compareLeaf(lastKey(condition.path), propertyOf(evidence.event, condition.path), condition, evidence);
    case 'variable':
      return compareLeaf(condition.path, readPath(evidence.variables, condition.path), condition, evidence);
    case 'events':
      return judgeEvents(condition, evidence);
    case 'message':
      return judgeMessage(condition, evidence);
    case 'segment':
      return yesOrNo(
        facts.read({ kind: 'segment', segment: condition.segment }),
        `in segment ${condition.segment}`,
        `not in segment ${condition.segment}`,
      );
    case 'consent': {
      const state = facts.read(consentRequest(condition));
      return yesOrNo(state === 'granted', `${condition.channel} allowed`, `${condition.channel} not allowed`);
    }
    case 'metric': {
      const { numerator, denominator } = facts.read({ kind: 'metric', metric: condition.metric });
      const rate = denominator === 0 ? undefined : numerator / denominator;
      return compareLeaf(`${condition.metric.rate} rate`, rate, condition, evidence);
    }
    default:
      return assertNever(condition);
  }
}

/** Reads a value below an event: `properties.cart_id`; a bare name is a property. */
export function propertyOf(event: PersonEvent | undefined, path: string): Json | undefined {
  if (!event) return undefined;
  return (
    readPath({ name: event.name, at: event.at, properties: event.properties }, path) ?? readPath(event.properties, path)
  );
}

export function testProperty(event: PersonEvent, { path, ...test }: PropertyTest, moment: Moment): boolean {
  return holds(propertyOf(event, path), test, moment);
}

function judgeEvents(condition: Extract<Condition, { kind: 'events' }>, evidence: Evidence): Verdict {
  const { count, sum, lastAt } = evidence.facts.read(eventsRequest(condition));
  const when = condition.within
    ? ` in the last ${wordsOfDuration(condition.within)}`
    : condition.since
      ? ' since entering'
      : '';
  if (condition.measure === 'count') return compareLeaf(`${condition.event}${when}: times`, count, condition, evidence);
  if (condition.measure === 'sum')
    return compareLeaf(`${condition.event}${when}: sum of ${lastKey(condition.path ?? '')}`, sum, condition, evidence);
  return compareLeaf(
    `last ${condition.event}`,
    lastAt,
    condition,
    evidence,
    lastAt === undefined ? undefined : formatLocal(lastAt, zoneOf(evidence)),
  );
}

function judgeMessage(condition: Extract<Condition, { kind: 'message' }>, { facts }: Evidence): Verdict {
  const { count } = facts.read(messageRequest(condition));
  const what = condition.step ?? (condition.channel === undefined ? 'a message' : `a message by ${condition.channel}`);
  const when = condition.within ? ` in the last ${wordsOfDuration(condition.within)}` : '';
  return yesOrNo(
    count > 0,
    `${what} ${wordsOfEngagement(condition.did)}${when}`,
    `no: ${what} ${wordsOfEngagement(condition.did)}${when}`,
  );
}

const zoneOf = (evidence: Evidence): string => evidence.timeZone ?? 'UTC';
const lastKey = (path: string): string => path.split('.').at(-1) ?? path;

function compareLeaf(
  name: string,
  actual: Json | undefined,
  test: Comparison,
  evidence: Evidence,
  shown: Json | undefined = actual,
): Verdict {
  const verdict = holds(actual, test, { now: evidence.now, timeZone: zoneOf(evidence) });
  return { holds: verdict, reason: { text: compared(name, shown, test, verdict), facts: { [name]: actual ?? null } } };
}

function yesOrNo(is: boolean, yes: string, no: string): Verdict {
  return { holds: is, reason: { text: is ? yes : no } };
}

function allOf(verdicts: readonly Verdict[]): Verdict {
  const failed = verdicts.find((verdict) => !verdict.holds);
  return failed ?? { holds: true, reason: joined(verdicts, ' and ', 'no condition') };
}

function anyOf(verdicts: readonly Verdict[]): Verdict {
  const met = verdicts.find((verdict) => verdict.holds);
  return met ?? { holds: false, reason: joined(verdicts, ' and ', 'nothing to choose from') };
}

/** The sentence states the values found, so it stays true when the verdict is turned. */
function negated({ holds: held, reason }: Verdict): Verdict {
  return { holds: !held, reason };
}

function joined(verdicts: readonly Verdict[], word: string, empty: string): Reason {
  const texts = verdicts.map(({ reason }) => reason.text);
  return {
    text: texts.length === 0 ? empty : texts.join(word),
    facts: Object.assign({}, ...verdicts.map(({ reason }) => reason.facts ?? {})),
  };
}
