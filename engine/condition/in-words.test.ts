import { expect, it } from 'vitest';
import { inWords } from './in-words.ts';
import { type Condition, condition } from './schema.ts';

const nameOf = (step: string): string => (step === 'sms1' ? 'Nudge text' : step);

it.each<[Condition, string]>([
  [{ kind: 'attribute', path: 'lifetime_value', op: 'at-least', value: 250 }, 'lifetime value is at least 250'],
  [{ kind: 'attribute', path: 'country', op: 'in', value: ['FR', 'DE'] }, 'country is one of FR, DE'],
  [{ kind: 'attribute', path: 'age', op: 'between', value: [18, 30] }, 'age is between 18 and 30'],
  [{ kind: 'attribute', path: '', op: 'is', value: '' }, '… is …'],
  [{ kind: 'property', path: 'properties.cart_id', op: 'exists' }, 'cart id is known'],
  [{ kind: 'variable', path: 'score.points', op: 'less', value: 3 }, 'points is less than 3'],
  [
    { kind: 'events', event: 'Order Completed', measure: 'count', within: 'P30D', op: 'at-least', value: 2 },
    'Order Completed at least 2 times in the last 30 days',
  ],
  [
    { kind: 'events', event: 'Order Completed', measure: 'count', since: 'entry', op: 'is', value: 1 },
    'Order Completed exactly 1 time since entering',
  ],
  [
    {
      kind: 'events',
      event: 'Order Completed',
      measure: 'sum',
      path: 'properties.revenue',
      where: [{ path: 'properties.currency', op: 'is', value: 'GBP' }],
      op: 'greater',
      value: 100,
    },
    'revenue of Order Completed (currency is GBP) adds up to more than 100',
  ],
  [
    { kind: 'events', event: 'Signed In', measure: 'last', op: 'not-within-last', value: 'P60D' },
    'last Signed In is not within the last 60 days',
  ],
  [{ kind: 'message', did: 'clicked', step: 'sms1', within: 'P7D' }, 'Nudge text was clicked in the last 7 days'],
  [{ kind: 'message', did: 'opened', channel: 'email' }, 'a message by E-mail was opened'],
  [{ kind: 'segment', segment: 'lapsed' }, 'in the segment lapsed'],
  [{ kind: 'consent', channel: 'sms' }, 'SMS allowed'],
  [
    { kind: 'metric', metric: { rate: 'click', step: 'sms1', within: 'P7D' }, op: 'less', value: 0.035 },
    'click rate of Nudge text is less than 3.5 % in the last 7 days',
  ],
  [{ kind: 'all', of: [] }, 'everyone'],
  [{ kind: 'any', of: [] }, 'nobody'],
  [{ kind: 'not', of: { kind: 'consent', channel: 'push' } }, 'not (Push allowed)'],
  [
    {
      kind: 'all',
      of: [
        { kind: 'consent', channel: 'sms' },
        {
          kind: 'any',
          of: [
            { kind: 'segment', segment: 'a' },
            { kind: 'segment', segment: 'b' },
          ],
        },
      ],
    },
    'SMS allowed and (in the segment a or in the segment b)',
  ],
])('says %j in words', (one, words) => {
  expect(inWords(condition.parse(one), nameOf)).toBe(words);
});
