import { brandId, type JsonObject } from '@wend/engine';
import { expect, it } from 'vitest';
import type { PerformInput } from './define-perform.ts';
import { performWebhook } from './perform-webhook.ts';

/** One call to another system that answers this; what it was sent is kept. */
async function called(input: JsonObject, answer: Response, attempt = 1) {
  const sent: { url: string; headers: Headers; body: string }[] = [];
  const call: PerformInput = {
    input: { url: 'https://crm.example/x', ...input },
    services: {
      fetch: async (url, init) => {
        sent.push({ url: String(url), headers: new Headers(init?.headers), body: String(init?.body) });
        return answer;
      },
      secret: async (name) => (name === 'crm_token' ? 'Bearer 123' : undefined),
    },
    signal: new AbortController().signal,
    idempotencyKey: brandId('call-1'),
    workspaceId: brandId('w'),
    profileId: brandId('p'),
    attempt,
    callbackUrl: '',
  };
  return { result: await performWebhook.run(call), sent: sent[0] };
}

it('puts a secret in where a header names one, at the last moment', async () => {
  const headers = { Authorization: { secret: 'crm_token' }, 'X-Shop': 'wend' };
  const { sent, result } = await called({ headers, body: '{"a":1}' }, Response.json({ score: 9 }));
  expect(sent?.headers.get('authorization')).toBe('Bearer 123');
  expect(sent?.headers.get('x-shop')).toBe('wend');
  expect(sent?.body).toBe('{"a":1}');
  expect(result).toEqual({ kind: 'done', output: { status: 200, body: { score: 9 } } });
});

it('calls nobody with a secret that is not there', async () => {
  const headers = { Authorization: { secret: 'gone' } };
  await expect(called({ headers }, new Response())).rejects.toThrow('There is no secret "gone"');
});

it('tries again as often as the step says, then has failed', async () => {
  const busy = () => new Response('', { status: 503 });
  expect((await called({ retries: 2 }, busy(), 2)).result.kind).toBe('retry');
  expect((await called({ retries: 2 }, busy(), 3)).result).toEqual({ kind: 'failed', why: 'The address answered 503' });
});
