import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
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

it('writes nothing that comes too late, also where the process stood still in between', async () => {
  const got: string[] = [];
  const server = createServer((request, response) => {
    got.push(request.url ?? '');
    response.end('{}');
  });
  await new Promise<void>((listens) => server.listen(0, '127.0.0.1', listens));
  const transport = new Transport();
  onTestFinished(async () => {
    await transport.close();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  let isTooLate = false;
  const call = (path: string) =>
    transport.call({
      method: 'POST',
      url: new URL(`http://127.0.0.1:${port}${path}`),
      headers: {},
      body: '{}',
      signal: AbortSignal.timeout(60_000),
      isTooLate: () => path === '/late' && isTooLate,
    });
  // A connection is there, so that the next request is written at once.
  expect(await call('/first')).toMatchObject({ kind: 'answered' });
  const late = [call('/late'), call('/patient')];
  // Before anything else runs, as in a process that is stopped and continued.
  isTooLate = true;
  expect(await Promise.all(late)).toMatchObject([{ kind: 'not-sent' }, { kind: 'answered' }]);
  expect(await call('/next')).toMatchObject({ kind: 'answered' });
  expect(got).toEqual(['/first', '/patient', '/next']);
});
