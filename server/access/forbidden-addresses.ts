import { BlockList, isIPv6 } from 'node:net';

// Everything that is not a public unicast address (IANA special-purpose registries, RFC 6890 and successors).
const v4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;
// Only 2000::/3 is public. Inside it: what tunnels to another address (Teredo, 6to4), documentation, benchmarking.
const v6 = [
  ['::', 3],
  ['4000::', 2],
  ['8000::', 1],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

// Two lists: one that knows both kinds takes every v4 address for a mapped v6 one.
const forbiddenV4 = new BlockList();
const forbiddenV6 = new BlockList();
for (const [net, bits] of v4) forbiddenV4.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of v6) forbiddenV6.addSubnet(net, bits, 'ipv6');

/** True for addresses that only somebody inside could mean: loopback, private, link-local, metadata, multicast, tunnels into any of them. */
export function isForbidden(address: string): boolean {
  const [bare = ''] = address.split('%');
  // A v6 address that carries a v4 one (::ffff:10.0.0.1, 64:ff9b::/96) lies in ::/3 and is refused with it.
  return isIPv6(bare) ? forbiddenV6.check(bare, 'ipv6') : forbiddenV4.check(bare, 'ipv4');
}
