import { expect, it, onTestFinished } from 'vitest';
import { freePort } from '../process/ports.ts';
import { failureOf, Transport } from './transport.ts';

const broken = (code: string, syscall: string): Error =>
  Object.assign(new Error(`${syscall} ${code}`), { code, syscall });

it('takes a connection that broke while the answer was waited for as lost, whatever its error is called', () => {
  for (const code of ['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH']) {
    expect(failureOf(broken(code, 'read')), code).toMatchObject({ kind: 'lost' });
    expect(failureOf(broken(code, 'connect')), code).toMatchObject({ kind: 'not-sent' });
  }
  expect(failureOf(broken('ENOTFOUND', 'getaddrinfo'))).toMatchObject({ kind: 'not-sent' });
  expect(failureOf(broken('ECONNRESET', 'read'))).toMatchObject({ kind: 'lost' });
  expect(failureOf(new AggregateError([broken('ECONNREFUSED', 'connect')]))).toMatchObject({ kind: 'not-sent' });
});

it('knows that nothing was sent where nobody listens', async () => {
  const transport = new Transport();
  onTestFinished(() => transport.close());
  const url = new URL(`http://127.0.0.1:${await freePort()}/`);
  const call = { method: 'POST', url, headers: {}, signal: AbortSignal.timeout(10_000) } as const;
  expect(await transport.call(call)).toMatchObject({ kind: 'not-sent' });
});
