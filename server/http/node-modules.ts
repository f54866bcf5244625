import { Hono } from 'hono';
import type { ApiDeps, Env } from './env.ts';

export const modulePath = (hash: string): string => `/node-types/${hash}.js`;

/** The operator's own node types for the editor, from our own origin and named for their content. */
export function nodeModuleFiles({ nodeModules }: Pick<ApiDeps, 'nodeModules'>) {
  const scripts = new Map([...nodeModules.modules].map(([hash, script]) => [modulePath(hash), script]));
  return new Hono<Env>().get('/node-types/:file', (c) => {
    const script = scripts.get(c.req.path);
    if (script === undefined) return c.notFound();
    return c.body(script, 200, {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    });
  });
}
