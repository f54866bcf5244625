import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { addressBehind } from './address-of.ts';

async function countedAs(proxies: number, remoteAddress: string, forwarded?: string): Promise<string> {
  const address = addressBehind(proxies);
  const app = new Hono().get('/', (c) => c.text(address(c)));
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  return (await app.request('/', { headers }, { incoming: { socket: { remoteAddress } } })).text();
}

it.each([
  ['the connection alone, whatever the caller says', 0, '192.0.2.1', '203.0.113.9', '192.0.2.1'],
  ['what the one proxy says, not what it was told', 1, '127.0.0.1', '203.0.113.9, 198.51.100.7', '198.51.100.7'],
  ['what the first of two proxies says', 2, '127.0.0.1', '203.0.113.9, 198.51.100.7, 192.0.2.5', '198.51.100.7'],
  ['the connection where the header is too short', 2, '127.0.0.1', '198.51.100.7', '127.0.0.1'],
  ['the connection where there is no header', 1, '127.0.0.1', undefined, '127.0.0.1'],
  ['the connection where the header holds no address', 1, '127.0.0.1', 'unknown', '127.0.0.1'],
  ['one network of version 6', 0, '2001:db8:1:2:3:4:5:6', undefined, '2001:db8:1:2::/64'],
  ['one short address of version 6', 0, '2001:db8::6', undefined, '2001:db8:0:0::/64'],
  ['an address of version 4 in the other’s clothes', 0, '::ffff:192.0.2.1', undefined, '192.0.2.1'],
])('counts %s', async (_, proxies, remote, forwarded, expected) => {
  expect(await countedAs(proxies, remote, forwarded)).toBe(expected);
});
