import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { matchedRoutes } from 'hono/route';
import { noLog } from '../watch/log.ts';
import type { ApiDeps, Env } from './env.ts';

/** One line a request: changes and refusals of a workspace are worth keeping, reads and events are too many. */
export function requestLog({ log = noLog, clock, traces }: Pick<ApiDeps, 'log' | 'clock' | 'traces'>) {
  return createMiddleware<Env>(async (c, next) => {
    const begunMs = clock.monotonicMs();
    const { method } = c.req;
    const parent = c.req.header('traceparent');
    const span = traces?.start(method, { parent, kind: 'server', attributes: { 'http.request.method': method } });
    c.set('span', span);
    await next();
    const [route, { status }] = [routeOf(c), c.res];
    span?.end({
      ...{ name: `${method} ${route}`, failed: status >= 500 },
      attributes: { 'http.route': route, 'http.response.status_code': status },
    });
    const workspaceId = c.get('context')?.workspaceId;
    const isChange = workspaceId !== undefined && method !== 'GET' && method !== 'HEAD';
    log[isChange ? 'info' : 'debug']('Answered', {
      ...{ requestId: c.get('requestId'), workspaceId, method },
      ...{ route, status },
      tookMs: Math.round(clock.monotonicMs() - begunMs),
    });
  });
}

/** As it is declared, never as it was asked for: what stands in its place may be an address or a token. */
function routeOf(c: Context): string {
  const paths = matchedRoutes(c).map(({ path }) => path);
  return paths.findLast((path) => !path.endsWith('*')) ?? paths.at(-1) ?? '';
}
