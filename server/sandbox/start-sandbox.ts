import { once } from 'node:events';
import { createServer } from 'node:http';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { Agent } from 'undici';
import type { Database } from '../database/index.ts';
import { inboxRoutes } from './inbox-routes.ts';
import { Provider } from './provider.ts';
import { providerRoutes } from './provider-routes.ts';

export interface Sandbox {
  /** Where it listens, on loopback. */
  readonly url: string;
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** Opens the sandbox provider on loopback. Port 0 takes a free one. */
export async function startSandbox(db: Database, { port = 0 }: { readonly port?: number } = {}): Promise<Sandbox> {
  const agent = new Agent({ connections: 16, pipelining: 1 });
  const provider = new Provider(db, agent);
  const app = new Hono<{ Bindings: HttpBindings }>()
    .get('/health', (c) => c.json({ ok: true }))
    .route('/', inboxRoutes(provider))
    .route('/', providerRoutes(provider));
  const server = createServer({ keepAliveTimeout: 65_000 }, getRequestListener(app.fetch));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  await provider.resume();
  const bound = portOf(server.address());
  return {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    async close() {
      provider.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await agent.destroy();
    },
  };
}

function portOf(address: string | { readonly port: number } | null): number {
  if (typeof address !== 'object' || address === null) throw new Error('The sandbox listens on no port');
  return address.port;
}
