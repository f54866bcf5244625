import { createServer, type IncomingHttpHeaders } from 'node:http';
import { brandId, type MessageId } from '@wend/engine';
import { expect, it, onTestFinished } from 'vitest';
import { listening } from '../../test/harness/listening.ts';
import { sandboxAdapter, Transport } from './index.ts';

it('tells the provider where a call stands in a trace, and nothing of one where there is none', async () => {
  const heard: IncomingHttpHeaders[] = [];
  const server = createServer((request, answer) => {
    heard.push(request.headers);
    answer.setHeader('content-type', 'application/json').end('{"id":"1"}');
  });
  const transport = new Transport();
  onTestFinished(() => transport.close().then(() => void server.close()));
  const url = `http://${await listening(server)}`;
  const { send } = sandboxAdapter(transport, 'sms', 'idempotent');
  const account = { id: 'a', config: { url, account: 'a', key: 'a key of some length' } };
  const request = { messageId: brandId<MessageId>('m'), to: '+1', payload: {}, callbackUrl: 'http://x' };
  const traceParent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  await send(account, { ...request, traceParent }, AbortSignal.timeout(5_000));
  await send(account, request, AbortSignal.timeout(5_000));
  expect(heard.map(({ traceparent }) => traceparent)).toEqual([traceParent, undefined]);
});
