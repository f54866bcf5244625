import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Copy } from './store.ts';

type Sockets = HttpBindings;

/** Leaves the caller waiting: the response belongs to nobody any more. */
export function hang(): Response {
  return RESPONSE_ALREADY_SENT;
}

export function drop({ incoming }: Sockets): Response {
  incoming.socket.destroy();
  return RESPONSE_ALREADY_SENT;
}

export function trickle({ outgoing }: Sockets, { id }: Copy, everyMs: number): Response {
  const body = JSON.stringify({ id });
  outgoing.writeHead(201, { 'content-type': 'application/json', 'content-length': body.length });
  let sent = 0;
  const timer = setInterval(() => {
    sent += 1;
    outgoing.write(body.slice(sent - 1, sent));
    if (sent >= body.length) outgoing.end();
  }, everyMs);
  outgoing.on('close', () => clearInterval(timer));
  return RESPONSE_ALREADY_SENT;
}
