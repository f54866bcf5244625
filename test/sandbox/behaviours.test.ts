import { expect, it } from 'vitest';
import { behaviourIds, behaviourOf, behaviours, ruleOf } from '../../editor/sandbox/behaviours.ts';
import { askedOf, formOf, isWell, playedOf, sentencesOf } from '../../editor/sandbox/played.ts';
import { clickRules } from '../../server/demo/clicks.ts';
import { rule, script } from '../../server/sandbox/index.ts';

const asPlayed = (rules: readonly object[]) => ({
  providerId: '0199aaaa-0000-7000-8000-000000000000',
  channel: 'sms',
  name: 'Test phone',
  honesty: 'traceable' as const,
  rules: rules.map((one) => rule.parse(one)),
});
/** From the server into the form and back. */
const throughTheForm = (rules: readonly object[]) => {
  const played = asPlayed(rules);
  return playedOf(formOf(played.rules).parse(askedOf(played)));
};

it.each(behaviourIds)('is understood by the provider, and known again: %s', (id) => {
  const told = script.parse({ rules: [{ ...ruleOf(id, 7), to: '+44', times: 2 }] });
  expect(told.rules.map(behaviourOf)).toEqual([id]);
  expect(throughTheForm(told.rules)).toEqual({ honesty: 'traceable', rules: told.rules });
  const [sentence] = sentencesOf(told.rules);
  expect(sentence?.startsWith(behaviours[id].label)).toBe(true);
  expect(sentence).toMatch(/ · for \+44… · at the first 2 tries$/);
});

it('says how long something lasts, and keeps it', () => {
  const rules = [
    { answer: { kind: 'accept', delayMs: 5_500 } },
    { answer: { kind: 'status', status: 429, retryAfterSeconds: 40 } },
  ];
  expect(sentencesOf(asPlayed(rules).rules)).toEqual([
    'Is slow to answer · after 5.5 seconds',
    'Is busy, and asks to come back later · after 40 seconds',
  ]);
  expect(throughTheForm(rules).rules).toEqual(rules.map((one) => rule.parse(one)));
});

it('takes the same for several addresses as one, and is well where people only click', () => {
  const { sms } = clickRules;
  const { cases } = askedOf(asPlayed(sms));
  expect(cases.map(({ does, clicks, to }) => [does, clicks, to])).toEqual([
    ['clicks', 24, sms.map(({ to }) => to).join(', ')],
  ]);
  expect(sentencesOf(asPlayed(sms).rules)).toEqual([
    `Delivers it, and the person clicks · after 24 seconds · for ${sms[0]?.to}… and ${sms.length - 1} more`,
  ]);
  expect(throughTheForm(sms).rules).toEqual(sms);
  expect(isWell({ ...asPlayed(sms), honesty: 'idempotent' })).toBe(true);
  expect(isWell(asPlayed([{ answer: { kind: 'hang' } }]))).toBe(false);
});

it('keeps what a program has set and no words are there for', () => {
  const rules = [
    { to: 'ada', times: 3, answer: { kind: 'trickle', everyMs: 40 }, callbacks: [{ kind: 'replied', text: 'STOP' }] },
    { channel: 'push' },
    { to: 'a,b' },
  ];
  expect(throughTheForm(rules).rules).toEqual(rules.map((one) => rule.parse(one)));
  expect(sentencesOf(asPlayed(rules).rules).slice(0, 2)).toEqual([
    'Does what a program has set · for ada… · at the first 3 tries',
    'Does what a program has set',
  ]);
});
