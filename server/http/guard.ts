import { createMiddleware } from 'hono/factory';
import { secureHeaders } from 'hono/secure-headers';
import { newId } from '../ids/index.ts';
import type { ApiDeps, Env } from './env.ts';
import { problem } from './problem.ts';

/** A caller's own id goes on with the request, so that its log and ours can be laid side by side. */
const wellFormed = /^[\w.:-]{8,64}$/;

export const requestId = createMiddleware<Env>(async (c, next) => {
  const given = c.req.header('x-request-id') ?? '';
  const id = wellFormed.test(given) ? given : newId();
  c.set('requestId', id);
  await next();
  c.header('x-request-id', id);
});

/** Answers are somebody's own: neither a browser nor a proxy keeps them for the next one. */
export const noStore = createMiddleware<Env>(async (c, next) => {
  await next();
  c.header('cache-control', 'no-store');
});

/** No inline code anywhere. Styles may be set on elements, since the canvas places its cards by them. */
export const headers = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    styleSrcAttr: ["'unsafe-inline'"],
    imgSrc: ["'self'", 'data:', 'https:'],
    fontSrc: ["'self'"],
    connectSrc: ["'self'"],
    frameSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
  xFrameOptions: 'DENY',
  crossOriginEmbedderPolicy: false,
  strictTransportSecurity: false,
});

/** Intake answers the pages of shops with JSON alone, so that nothing may come of it but data. */
export const dataOnly = secureHeaders({
  contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  xFrameOptions: 'DENY',
  crossOriginResourcePolicy: 'cross-origin',
  strictTransportSecurity: false,
});

/**
 * Answers only who asks for us by our own name (DNS rebinding), and takes writes only from our own pages. Browsers say with Fetch
 * Metadata where a request comes from, also where they name no origin; other ports of this machine are the same site, and not us.
 */
export function ownNameOnly({ publicUrl, port }: Pick<ApiDeps, 'publicUrl' | 'port'>) {
  const hosts = new Set([new URL(publicUrl).host, `localhost:${port}`, `127.0.0.1:${port}`]);
  const origins = new Set([new URL(publicUrl).origin, `http://localhost:${port}`, `http://127.0.0.1:${port}`]);
  return createMiddleware<Env>(async (c, next) => {
    const host = c.req.header('host') ?? '';
    const origin = c.req.header('origin');
    const isRead = c.req.method === 'GET' || c.req.method === 'HEAD';
    const isVisit = isRead && c.req.header('sec-fetch-mode') === 'navigate';
    const isFromElsewhere = /^(cross|same)-site$/.test(c.req.header('sec-fetch-site') ?? '');
    if (!hosts.has(host)) return refuse(421, 'This server does not answer to that name.', c.get('requestId'));
    if ((origin !== undefined && !origins.has(origin) && !isRead) || (isFromElsewhere && !isVisit))
      return refuse(403, 'Another site may not do that.', c.get('requestId'));
    return next();
  });
}

function refuse(status: number, title: string, id: string): Response {
  return problem({ title, status, code: 'forbidden', requestId: id });
}
