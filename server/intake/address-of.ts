import { isIP, isIPv6 } from 'node:net';
import type { Context } from 'hono';
import { z } from 'zod';

const connected = z.object({ incoming: z.object({ socket: z.object({ remoteAddress: z.string() }) }) });

/**
 * Whom a limit counts: the address of the connection itself, or, behind proxies of the operator's own, what the first of them says of it.
 * What stands further left in the header anybody can write.
 */
export function addressBehind(proxies: number): (context: Context) => string {
  return (context) => {
    const said = proxies === 0 ? [] : (context.req.header('x-forwarded-for') ?? '').split(',').map((one) => one.trim());
    const address = said.at(-proxies) ?? '';
    return networkOf(
      isIP(address) > 0 ? address : (connected.safeParse(context.env).data?.incoming.socket.remoteAddress ?? 'unknown'),
    );
  };
}

/** One caller has 2^64 addresses of IP version 6, and one of version 4. */
function networkOf(address: string): string {
  const v4 = /^::ffff:([\d.]+)$/i.exec(address)?.[1];
  if (v4 !== undefined) return v4;
  if (!isIPv6(address)) return address;
  const [head = [], tail] = address.split('::').map((part) => part.split(':').filter((group) => group !== ''));
  const between = tail === undefined ? [] : Array<string>(8 - head.length - tail.length).fill('0');
  return `${[...head, ...between, ...(tail ?? [])].slice(0, 4).join(':')}::/64`;
}
