import { Hono } from 'hono';
import type { ApiDeps, Env } from './env.ts';

/**
 * What a load balancer or an orchestrator asks, by whatever name it knows us: whether the process lives, and whether all is there that an
 * event needs to become a message. It says which part is missing, and nothing else.
 */
export function healthRoutes({ readiness }: Pick<ApiDeps, 'readiness'>) {
  return new Hono<Env>()
    .get('/healthz', (c) => c.json({ alive: true }, 200, noStore))
    .get('/readyz', async (c) => {
      const { ready, missing } = await readiness();
      return c.json({ ready, missing }, ready ? 200 : 503, noStore);
    });
}

const noStore = { 'cache-control': 'no-store' };
