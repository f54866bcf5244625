import { createHash, timingSafeEqual } from 'node:crypto';
import { Hono } from 'hono';
import type { ApiDeps, Env } from './env.ts';

export interface MetricsParts {
  /** All roles' metrics as Prometheus reads them. */
  readonly metrics: () => Promise<string>;
  /** What a scraper shows; without it only this machine is answered, and nobody where the world may ask. */
  readonly metricsToken?: string | undefined;
}

/** `/metrics`. Whoever may not see it is told that there is nothing here. */
export function metricsRoute(parts: MetricsParts & Pick<ApiDeps, 'publicUrl' | 'port'>) {
  return new Hono<Env>().get('/metrics', async (c) => {
    if (!mayAsk(parts, (name) => c.req.header(name))) return c.notFound();
    return c.text(await parts.metrics(), 200, {
      'content-type': 'text/plain; version=0.0.4; charset=utf-8',
      'cache-control': 'no-store',
    });
  });
}

function mayAsk(
  { metricsToken, publicUrl, port }: MetricsParts & Pick<ApiDeps, 'publicUrl' | 'port'>,
  header: (name: string) => string | undefined,
): boolean {
  if (metricsToken !== undefined) return isSame(header('authorization') ?? '', `Bearer ${metricsToken}`);
  // A proxy in front asks from this machine too, and may call us by any name: where one is expected, nothing but the token lets in.
  const isOpenToTheWorld = !['localhost', '127.0.0.1', '[::1]'].includes(new URL(publicUrl).hostname);
  const isForwarded = ['forwarded', 'x-forwarded-for', 'via'].some((name) => header(name) !== undefined);
  const isHere = [`localhost:${port}`, `127.0.0.1:${port}`].includes(header('host') ?? '');
  return isHere && !isForwarded && !isOpenToTheWorld;
}

function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
