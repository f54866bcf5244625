import type { MessageId } from '@wend/engine';
import { expect, it } from 'vitest';
import type { ProviderAdapter, ProviderOutcome } from '../channels/contract.ts';
import { newId } from '../ids/index.ts';
import { type ProviderCall, ProviderCalls } from './provider-calls.ts';

const request = { messageId: newId<MessageId>(), to: '', payload: {}, callbackUrl: '' };

/** A provider that answers as it is told, watched. */
function aWatched() {
  const told: { answer: ProviderOutcome | Error } = { answer: { kind: 'accepted', ref: 'x' } };
  const time = { nowMs: 0 };
  const adapter: ProviderAdapter = {
    ...({ adapter: 'told', channel: 'sms', honesty: 'opaque', timeoutMs: 1, lookUpDelayMs: 1 } as const),
    async send() {
      time.nowMs += 40;
      if (told.answer instanceof Error) throw told.answer;
      return told.answer;
    },
    verifyCallback: () => true,
    parseCallback: () => [],
  };
  const seen: ProviderCall[] = [];
  const calls = new ProviderCalls(
    () => time.nowMs,
    (call) => seen.push(call),
  );
  const watched = calls.watching(new Map([['told', adapter]])).get('told');
  const call = async (answer: ProviderOutcome | Error, times = 1) => {
    told.answer = answer;
    for (let n = 0; n < times; n += 1)
      await watched?.send({ id: 'account', config: {} }, request, new AbortController().signal).catch(() => {});
  };
  return { calls, seen, call, watched };
}

it('hands on what the provider answers and tells of each call what came of it and how long it took', async () => {
  const { seen, call, watched } = aWatched();
  await call({ kind: 'accepted', ref: 'x' });
  await call(new Error('No line'));
  expect(seen).toEqual([
    { channel: 'sms', outcome: 'accepted', tookMs: 40 },
    { channel: 'sms', outcome: 'unknown', tookMs: 40 },
  ]);
  expect(watched).toMatchObject({ adapter: 'told', honesty: 'opaque' });
  expect(watched && 'lookUp' in watched).toBe(false);
});

it('takes a provider for silent after eight calls in a row without an answer, until it gives one', async () => {
  const { calls, call } = aWatched();
  const none: ProviderOutcome = { kind: 'retry', afterMs: 1, why: 'No connection' };
  await call(none, 7);
  await call({ kind: 'rejected', scope: 'address', why: 'No such number' });
  await call(none, 7);
  expect(calls.silent).toEqual([]);
  await call(none);
  expect(calls.silent).toEqual(['account']);
  await call({ kind: 'accepted', ref: 'x' });
  expect(calls.silent).toEqual([]);
});
