import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Resolver } from 'node:dns';
import { get, type RequestListener } from 'node:http';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import { useAgent } from 'request-filtering-agent';
import { expect, it, onTestFinished } from 'vitest';
import { isForbidden } from '../../server/access/forbidden-addresses.ts';
import { makeSafeFetch, RefusedAddress, type SafeFetchSettings } from '../../server/access/safe-fetch.ts';
import { aNameServer } from '../harness/a-name-server.ts';
import { anAddress } from '../harness/an-address.ts';

const inside = [
  ...['127.0.0.1', '127.1', '2130706433', '0x7f000001', '0177.0.0.1', '127.0.0.1.', '１２７.0.0.1', 'localhost'],
  ...['0.0.0.0', '10.0.0.1', '100.64.0.1', '169.254.169.254', '172.16.0.1', '192.168.1.1', '198.18.0.1'],
  ...['224.0.0.1', '240.0.0.1', '255.255.255.255', '[::1]', '[::]', '[::ffff:127.0.0.1]', '[::ffff:a00:1]'],
  ...['[fe80::1]', '[fc00::1]', '[fd12:3456::1]', '[ff02::1]', '[64:ff9b::7f00:1]', '[64:ff9b:1::a00:1]'],
  ...['[2002:7f00:1::]', '[2001:0:0:0::1]', '[2001:db8::1]'],
];

async function aServer(answer: RequestListener): Promise<number> {
  return Number((await anAddress(answer)).split(':')[1]);
}

/** A name service that answers these addresses. */
function names(...addresses: readonly string[]): LookupFunction {
  const found = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_, __, callback) => callback(null, found);
}

it.each(inside)('refuses %s, however it is spelled', async (host) => {
  const port = await aServer((_, response) => response.end('secret'));
  await expect(makeSafeFetch()(`http://${host}:${port}/`)).rejects.toBeInstanceOf(RefusedAddress);
});

it.each(inside)('refuses all that the oracle refuses: %s', async (host) => {
  const port = await aServer((_, response) => response.end('secret'));
  const url = new URL(`http://${host}:${port}/`).href;
  const refusal = await new Promise<string>((resolve) =>
    get(url, { agent: useAgent(url), timeout: 5_000 }, () => resolve(''))
      .on('error', ({ message }) => resolve(message))
      .on('timeout', () => resolve('')),
  );
  expect(refusal).toContain('not allowed');
  await expect(makeSafeFetch()(url)).rejects.toBeInstanceOf(RefusedAddress);
});

it.each(['8.8.8.8', '1.1.1.1', '2606:4700::1111', '2a00:1450::1', '172.32.0.1', '100.128.0.1'])(
  'knows %s as public',
  (address) => {
    expect(isForbidden(address)).toBe(false);
  },
);

it.each([
  ['ftp://example.com/', /http/],
  ['http://example.com:22/', /Port 22/],
  ['http://user:word@example.com/', /credentials/],
])('refuses %s', async (url, why) => {
  const fetched = makeSafeFetch()(url);
  await expect(fetched).rejects.toThrow(why);
});

it('refuses a name that leads inside, also beside a public address', async () => {
  const port = await aServer((_, response) => response.end('secret'));
  const refused = (lookup: LookupFunction) =>
    expect(makeSafeFetch({ lookup })(`http://shop.example:${port}/`)).rejects.toBeInstanceOf(RefusedAddress);
  await refused(names('127.0.0.1'));
  await refused(names('93.184.215.14', '127.0.0.1'));
  await refused(names('::ffff:127.0.0.1'));
  await refused(names());
});

/** Names as that server says they are, by the resolver that Node asks. */
function resolvedBy(server: string): LookupFunction {
  const resolver = new Resolver();
  resolver.setServers([server]);
  return (name, _, callback) =>
    resolver.resolve4(name, (error, found = []) =>
      callback(
        error,
        found.map((address) => ({ address, family: 4 })),
      ),
    );
}

/** The addresses that sockets are about to connect to: those outside are hung up before anything leaves this machine. */
function dialled(): readonly string[] {
  const addresses: string[] = [];
  const watch = (message: unknown): void => {
    const { socket } = message as { readonly socket: Socket };
    socket.on('lookup', (refusal: Error | null, address: string) => {
      if (refusal) return;
      addresses.push(address);
      if (!isForbidden(address)) socket.destroy(new Error('Hung up'));
    });
  };
  subscribe('net.client.socket', watch);
  onTestFinished(() => void unsubscribe('net.client.socket', watch));
  return addresses;
}

it('connects to the address that it has checked, whatever the name leads to a moment later', async () => {
  let reached = 0;
  const port = await aServer((_, response) => {
    reached += 1;
    response.end('secret');
  });
  const names = await aNameServer(['93.184.215.14', '127.0.0.1']);
  const addresses = dialled();
  const safeFetch = makeSafeFetch({ lookup: resolvedBy(names.address) });
  await expect(safeFetch(`http://rebound.example:${port}/`)).rejects.toMatchObject({ cause: { message: 'Hung up' } });
  expect(addresses).toEqual(['93.184.215.14']);
  expect(names.asked()).toBe(1);
  // Asked anew for the next connection, it is judged anew.
  await expect(safeFetch(`http://rebound.example:${port}/`)).rejects.toBeInstanceOf(RefusedAddress);
  expect(names.asked()).toBe(2);
  expect(addresses).toEqual(['93.184.215.14']);
  expect(reached).toBe(0);
});

/** What a header can hold. */
const inHeaders = inside.filter((host) => /^[\x21-\x7e]+$/.test(host));

it.each(inHeaders)('follows no redirect to %s, however it is spelled', async (host) => {
  const inner = await aServer((_, response) => response.end('secret'));
  const outer = await aServer((_, response) => response.writeHead(302, { location: `http://${host}:${inner}/` }).end());
  const safeFetch = makeSafeFetch({ allowed: [`127.0.0.1:${outer}`] });
  await expect(safeFetch(`http://127.0.0.1:${outer}/`)).rejects.toBeInstanceOf(RefusedAddress);
});

it('looks a redirect at as if it had been typed, three times at most', async () => {
  const inner = await aServer((_, response) => response.end('secret'));
  const outer = await aServer(({ url }, response) => {
    const left = Number(url?.slice(1));
    if (left === 0) return void response.writeHead(302, { location: `http://127.0.0.1:${inner}/` }).end();
    if (left === 9) return void response.end('there');
    response.writeHead(302, { location: left > 10 ? `/${left - 1}` : '/9' }).end();
  });
  const safeFetch = makeSafeFetch({ allowed: [`127.0.0.1:${outer}`] });
  await expect(safeFetch(`http://127.0.0.1:${outer}/0`)).rejects.toBeInstanceOf(RefusedAddress);
  expect(await (await safeFetch(`http://127.0.0.1:${outer}/12`)).text()).toBe('there');
  await expect(safeFetch(`http://127.0.0.1:${outer}/14`)).rejects.toThrow(/Led on/);
});

it('tells another origin no secret of the one before', async () => {
  const seen: (string | undefined)[] = [];
  const other = await aServer(({ headers }, response) => {
    seen.push(headers.authorization, headers['x-key']?.toString(), headers.cookie);
    response.end();
  });
  const first = await aServer((_, response) =>
    response.writeHead(307, { location: `http://127.0.0.1:${other}/` }).end(),
  );
  const safeFetch = makeSafeFetch({ allowed: ['127.0.0.1'] });
  const headers = { authorization: 'Bearer x', 'x-key': 'y', cookie: 'z=1' };
  await safeFetch(`http://127.0.0.1:${first}/`, { method: 'POST', headers, body: 'b' });
  expect(seen).toEqual([undefined, undefined, undefined]);
});

it('hands a body on with 307 and drops it with 303', async () => {
  const seen: string[] = [];
  const port = await aServer((request, response) => {
    const status = Number(request.url?.slice(1));
    if (status > 0) return void response.writeHead(status, { location: '/' }).end();
    let body = '';
    request
      .on('data', (chunk) => (body += chunk))
      .on('end', () => (seen.push(`${request.method} ${body}`), response.end()));
  });
  const safeFetch = makeSafeFetch({ allowed: ['127.0.0.1'] });
  for (const status of [307, 303]) await safeFetch(`http://127.0.0.1:${port}/${status}`, { method: 'POST', body: 'b' });
  expect(seen).toEqual(['POST b', 'GET ']);
});

it('reads no further than the cap and waits no longer than the time given', async () => {
  const port = await aServer(
    ({ url }, response) => void (url === '/long' ? response.write('x') : response.end('x'.repeat(2_000))),
  );
  const read = async (path: string, limits: SafeFetchSettings) =>
    (await makeSafeFetch({ allowed: ['127.0.0.1'], ...limits })(`http://127.0.0.1:${port}${path}`)).text();
  await expect(read('/big', { maxBytes: 1_000 })).rejects.toThrow(/larger than 1000 bytes/);
  await expect(read('/long', { timeoutMs: 200 })).rejects.toThrow(/timeout/);
});
