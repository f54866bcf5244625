import { once } from 'node:events';
import type { Server } from 'node:net';

/** Has a server listen on a free port of this machine; answers `host:port`. */
export async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('It listens at no port');
  return `127.0.0.1:${address.port}`;
}
