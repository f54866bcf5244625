import { brandId, type MessageId, type ProfileId, type WorkspaceId } from '@wend/engine';
import { expect, it } from 'vitest';
import { readSignedId } from '../access/index.ts';
import type { Database } from '../database/index.ts';
import type { MessageToRender } from './contract.ts';
import { makeRenderer } from './render.ts';

const unsubscribeKey = Buffer.alloc(32, 7);
const render = makeRenderer({ publicUrl: 'https://wend.example', unsubscribeKey });
const id = brandId<MessageId>('01900000-0000-7000-8000-000000000001');
const nowhere = {} as unknown as Database;

function aMessage(
  channel: string,
  content: Record<string, string>,
  purpose: 'marketing' | 'transactional' = 'marketing',
): MessageToRender {
  return {
    workspaceId: brandId<WorkspaceId>('w'),
    profileId: brandId<ProfileId>('p'),
    id,
    step: 's',
    to: '+447700900001',
    spec: { channel, purpose, content, whenHeld: { quietHours: 'defer', frequencyCap: 'skip' } },
    profile: { attributes: { firstName: 'Ada & <Co>' }, timeZone: 'UTC' },
    entry: { name: 'Signed Up', properties: {}, at: 0 },
    variables: {},
  };
}

async function renderedOf(message: MessageToRender) {
  const [result] = [...(await render(nowhere, [message], 0)).values()];
  if (result?.kind !== 'rendered') throw new Error(result?.why);
  return result;
}

it('shortens each link of a text once and keeps the full stop outside', async () => {
  const { payload, links } = await renderedOf(
    aMessage('sms', { body: 'Hi {{ profile.firstName }}: https://a.example/x. Or https://a.example/x' }),
  );
  expect(links).toHaveLength(1);
  expect(links[0]).toMatchObject({
    n: 1,
    url: 'https://a.example/x',
    token: expect.stringMatching(/^[0-9A-Za-z]{8}$/),
  });
  expect(payload['body']).toBe(
    `Hi Ada & <Co>: https://wend.example/c/${links[0]?.token}. Or https://wend.example/c/${links[0]?.token} Reply STOP to opt out`,
  );
});

it('names the way out of marketing only', async () => {
  const { payload } = await renderedOf(aMessage('sms', { body: 'Your code is 1' }, 'transactional'));
  expect(payload['body']).toBe('Your code is 1');
});

it('escapes in the HTML of an e-mail what a person brought in, and signs its way out', async () => {
  const { payload, links } = await renderedOf(
    aMessage('email', {
      subject: 'Hi {{ profile.firstName }}',
      body: 'Dear {{ profile.firstName }}\n\n[Look](https://shop.example/a?b=1&c=2)',
    }),
  );
  expect(payload['subject']).toBe('Hi Ada & <Co>');
  expect(String(payload['html'])).toContain('Dear Ada &amp; &lt;Co&gt;');
  expect(String(payload['html'])).not.toContain('<Co>');
  expect(links.map(({ url }) => url)).toEqual(['https://shop.example/a?b=1&c=2']);
  const headers = payload['headers'];
  const way = /\/u\/([^>]+)>/.exec(JSON.stringify(headers))?.[1] ?? '';
  expect(payload['text']).toBe(
    `Dear Ada & <Co>\n\nLook: https://wend.example/c/${links[0]?.token}\n\nYou get this because you allowed it. Unsubscribe: https://wend.example/u/${way}`,
  );
  expect(readSignedId(unsubscribeKey, way)).toBe(id);
  expect(readSignedId(Buffer.alloc(32, 8), way)).toBeUndefined();
});

it('sends nothing where a template is empty for a person', async () => {
  const [result] = [
    ...(await render(nowhere, [aMessage('push', { title: '{{ profile.nothing }}', body: 'x' })], 0)).values(),
  ];
  expect(result).toEqual({ kind: 'failed', why: 'The title is empty for this person' });
});
