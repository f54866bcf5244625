import { describe, expect, it } from 'vitest';
import { nodeTypesOf } from '../node/node-types.ts';
import type { SendResult } from '../node/resumption.ts';
import { aJourney, aRun, aWorld, resumed } from '../testing/index.ts';
import type { JsonObject } from '../values/json.ts';
import { validate } from '../walk/compile.ts';
import { walk } from '../walk/walk.ts';
import { builtInNodes } from './index.ts';

async function sent(
  type: string,
  config: JsonObject,
  { language, journey = {} }: { language?: string; journey?: Parameters<ReturnType<typeof aJourney>['with']>[0] } = {},
) {
  const plan = aJourney().entry('Signed Up').with(journey).step(type, config).compiled();
  const [walked] = await walk(plan, [aRun()], aWorld(language === undefined ? {} : { language }));
  if (walked?.rest.kind !== 'send') throw new Error('Nothing was sent');
  return { plan, walked, send: walked.rest.send };
}

it('hands templates over unrendered, with the fields of their channel', async () => {
  expect((await sent('sms', { body: 'Hi {{ profile.name }}' })).send).toMatchObject({
    channel: 'sms',
    content: { body: 'Hi {{ profile.name }}' },
  });
  expect((await sent('email', { subject: 'S', preheader: 'P', body: 'B' })).send).toMatchObject({
    channel: 'email',
    content: { subject: 'S', preheader: 'P', body: 'B' },
  });
  expect((await sent('push', { title: 'T', body: 'B', url: '/x' })).send).toMatchObject({
    channel: 'push',
    content: { title: 'T', body: 'B', url: '/x' },
  });
});

it('takes purpose and topic of the journey unless the step says its own', async () => {
  const journey = { purpose: 'transactional', topic: 'orders' } as const;
  expect((await sent('sms', { body: 'Hi' }, { journey })).send).toMatchObject({
    purpose: 'transactional',
    topic: 'orders',
  });
  const own = {
    body: 'Hi',
    purpose: 'marketing',
    topic: 'news',
    quietHours: 'skip',
    frequencyCap: 'ignore',
    sender: 'Shop',
  };
  expect((await sent('sms', own, { journey })).send).toMatchObject({
    purpose: 'marketing',
    topic: 'news',
    sender: 'Shop',
    whenHeld: { quietHours: 'skip', frequencyCap: 'ignore' },
  });
});

it.each([
  ['fr', 'Salut'],
  ['fr-CA', 'Allô'],
  ['fr-BE', 'Salut'],
  ['de', 'Hi'],
  [undefined, 'Hi'],
])('speaks to %s with %s', async (language, body) => {
  const config = { body: 'Hi', languages: { fr: { body: 'Salut' }, 'fr-CA': { body: 'Allô' } } };
  expect((await sent('sms', config, language === undefined ? {} : { language })).send.content['body']).toBe(body);
});

describe('once a message has its outcome', () => {
  const way = async (result: SendResult, config: JsonObject = {}) => {
    const { plan, walked } = await sent('sms', { body: 'Hi', ...config });
    const [next] = await walk(plan, [resumed(walked, { kind: 'sent', result })], aWorld());
    return [next?.visits[0]?.left?.port, next?.visits[0]?.left?.reason.text];
  };
  const skipped = { kind: 'skipped', gate: 'consent', why: 'no consent for SMS' } as const;
  const unknown = { kind: 'unknown', why: 'the provider hung' } as const;
  const path = { ifNotSent: 'path' };

  it('goes on', async () => {
    expect(await way({ kind: 'accepted' }, path)).toEqual(['next', 'Sent']);
    expect((await way({ kind: 'ghost' }, path))[0]).toBe('next');
  });

  it('goes on, or takes a path of its own, when it was not sent, and says why', async () => {
    expect(await way(skipped)).toEqual(['next', 'Not sent: no consent for SMS']);
    expect(await way(skipped, path)).toEqual(['not-sent', 'Not sent: no consent for SMS']);
    expect(await way({ kind: 'rejected', scope: 'address', why: 'no such number' }, path)).toEqual([
      'not-sent',
      'Refused: no such number',
    ]);
  });

  it('takes the path the step says when nobody knows', async () => {
    expect((await way(unknown, path))[0]).toBe('next');
    expect(await way(unknown, { ifUnknown: 'path' })).toEqual([
      'not-sent',
      'Nobody knows whether it arrived: the provider hung',
    ]);
  });
});

it.each([
  ['sms', { body: 'Hi', languages: { fr: { body: ' ' } } }, ['languages.fr.body']],
  [
    'email',
    { subject: '', body: 'B', languages: { de: { subject: 'S', body: '' } } },
    ['subject', 'languages.de.body'],
  ],
  ['push', { title: 'T', body: 'B', languages: { 'pt-BR': { title: '', body: 'B' } } }, ['languages.pt-BR.title']],
] as const)('says of %s which words are missing, in each of its languages', (type, config, fields) => {
  const problems = validate(aJourney().entry('Signed Up').step(type, config).document(), nodeTypesOf(builtInNodes));
  expect(problems.map(({ field }) => field)).toEqual(fields);
});

it('names the language in which words are missing', () => {
  const config = { body: 'Hi', languages: { fr: { body: '' }, klingon: { body: '' } } };
  const problems = validate(aJourney().entry('Signed Up').step('sms', config).document(), nodeTypesOf(builtInNodes));
  expect(problems.map(({ sentence }) => sentence)).toEqual([
    'The message is empty, in French.',
    'The message is empty, in klingon.',
  ]);
});
