import { z } from 'zod';
import {
  type BehaviourId,
  behaviourIds,
  behaviourOf,
  behaviours,
  type PlayedBy,
  type Rule,
  ruleOf,
  secondsIn,
} from './behaviours.ts';

export const honesties: Readonly<Record<PlayedBy['honesty'], string>> = {
  idempotent: 'it is sent again: the provider knows it, and delivers it once',
  traceable: 'the provider is asked whether it has the message',
  opaque: 'nobody can tell whether it has the message',
};

/** Set by a program, in a way that the form has no words for. It is kept as it is. */
const OWN = 'own';
/** Those that last some time, with the words that ask how long. */
const LASTING = {
  slow: z
    .number()
    .min(0.1)
    .max(600)
    .default(2)
    .meta({ label: 'Answers after', unit: 'seconds', onlyIf: { does: 'slow' } }),
  busy: z
    .int()
    .min(0)
    .max(86_400)
    .default(30)
    .meta({ label: 'Asks to come back after', unit: 'seconds', onlyIf: { does: 'busy' } }),
  clicks: z
    .number()
    .min(0)
    .max(86_400)
    .default(5)
    .meta({ label: 'Clicks after', unit: 'seconds', onlyIf: { does: 'clicks' } }),
};

function caseSchema(hasOwn: boolean) {
  const labels = Object.fromEntries(behaviourIds.map((id) => [id, behaviours[id].label]));
  const ids = hasOwn ? [...behaviourIds, OWN] : behaviourIds;
  return z.object({
    does: z.enum(ids).meta({ label: 'What it does', choices: { ...labels, [OWN]: 'What a program has set' } }),
    ...LASTING,
    to: z.string().max(2_000).optional().meta({
      label: 'Only for addresses that begin with',
      help: 'Several with commas between them. Left empty, it is for everyone.',
    }),
    times: z.int().min(1).max(1_000).optional().meta({
      label: 'Only the first',
      unit: 'tries of a message',
      help: 'Left empty, it is at every try.',
      advanced: true,
    }),
    own: z.custom<readonly Rule[]>().optional().meta({ widget: 'hidden' }),
  });
}

/** What the form asks for. */
export function formOf(rules: readonly Rule[]) {
  const hasOwn = rules.some((rule) => behaviourOf(rule) === undefined);
  return z.object({
    cases: z.array(caseSchema(hasOwn)).max(100).meta({
      label: 'With a message',
      help: 'The first that fits counts. A message that none fits is delivered.',
      add: 'Add a behaviour',
    }),
    honesty: z
      .enum(['idempotent', 'traceable', 'opaque'])
      .meta({ label: 'When its answer to a message was lost', choices: honesties }),
  });
}
export type Asked = z.infer<ReturnType<typeof formOf>>;
type Case = Asked['cases'][number];

export function askedOf({ honesty, rules }: PlayedBy): Asked {
  return { honesty, cases: casesOf(rules) };
}

/** Rules that differ in nothing but the address are one case. */
function casesOf(rules: readonly Rule[]): readonly Case[] & Asked['cases'] {
  const cases: Case[] = [];
  for (const rule of rules) {
    const [next, last] = [caseOf(rule), cases.at(-1)];
    const { to, ...rest } = next;
    const { to: before, ...same } = last ?? {};
    if (to !== undefined && before !== undefined && JSON.stringify(rest) === JSON.stringify(same))
      cases.splice(-1, 1, { ...next, to: `${before}, ${to}` });
    else cases.push(next);
  }
  return cases;
}

const EMPTY = { slow: 2, busy: 30, clicks: 5 };

function caseOf(rule: Rule): Case {
  const does = rule.to?.includes(',') ? undefined : behaviourOf(rule);
  if (does === undefined) return { does: OWN, ...EMPTY, own: [rule] };
  const { to, times } = rule;
  return {
    does,
    ...EMPTY,
    ...(does in EMPTY ? { [does]: secondsIn(rule) } : {}),
    ...(to === undefined ? {} : { to }),
    ...(times === undefined ? {} : { times }),
  };
}

/** As the server takes it. */
export function playedOf({ honesty, cases }: Asked): Pick<PlayedBy, 'honesty' | 'rules'> {
  return { honesty, rules: cases.flatMap(rulesOf) };
}

function rulesOf({ does, own, to, times, ...seconds }: Case): Rule[] {
  const id: BehaviourId = behaviourIds.find((one) => one === does) ?? 'delivers';
  if (does === OWN && own) return [...own];
  const rule = { ...ruleOf(id, secondsOf(id, seconds)), ...(times === undefined ? {} : { times }) };
  const addresses = (to ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  return addresses.length === 0 ? [rule] : addresses.map((address) => ({ ...rule, to: address }));
}

const secondsOf = (id: BehaviourId, { slow, busy, clicks }: typeof EMPTY): number =>
  ({ slow, busy, clicks })[String(id)] ?? 0;

/** What it does, a line for each case. */
export function sentencesOf(rules: readonly Rule[]): readonly string[] {
  return casesOf(rules).map(sentenceOf);
}

function sentenceOf({ does, to, times, own: [rule] = [], ...seconds }: Case): string {
  const id = behaviourIds.find((one) => one === does);
  const [first, ...others] = (to ?? rule?.to ?? '').split(', ');
  const tries = times ?? rule?.times;
  return [
    id === undefined ? 'Does what a program has set' : behaviours[id].label,
    ...(id !== undefined && id in EMPTY ? [`after ${secondsOf(id, seconds)} seconds`] : []),
    ...(first ? [`for ${first}…${others.length === 0 ? '' : ` and ${others.length} more`}`] : []),
    ...(tries === undefined ? [] : [tries === 1 ? 'at the first try' : `at the first ${tries} tries`]),
  ].join(' · ');
}

/** Some message may fit none of them. */
export function leavesSome(rules: readonly Rule[]): boolean {
  return rules.every(({ to, times }) => to !== undefined || times !== undefined);
}

const HARMLESS: readonly (BehaviourId | undefined)[] = ['delivers', 'clicks'];
/** Nothing of what it does keeps a message from its receiver, or leaves anybody in doubt. */
export function isWell({ honesty, rules }: PlayedBy): boolean {
  return honesty === 'idempotent' && rules.every((rule) => HARMLESS.includes(behaviourOf(rule)));
}
