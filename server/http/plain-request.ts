import { notPlain } from '@wend/engine';
import { createMiddleware } from 'hono/factory';
import { JourneyError } from '../access/index.ts';
import type { Env } from './env.ts';

/** What nobody could read or keep is refused before any route sees it: depth, `__proto__`, NUL characters, half characters. */
export const plainRequest = createMiddleware<Env>(async (c, next) => {
  const isJson = /^application\/([\w.+-]+\+)?json\b/i.test(c.req.header('content-type') ?? '');
  // What is no JSON at all the route itself answers.
  const body: unknown = isJson ? await c.req.json().catch(() => undefined) : undefined;
  const found = notPlain(c.req.queries()) ?? notPlain(body);
  if (!found) return next();
  const { sentence, path } = found;
  const problem = { code: 'request', severity: 'error', field: path.join('.'), sentence } as const;
  throw new JourneyError('invalid', sentence, { problems: [problem] });
});
