import { existsSync, readFileSync } from 'node:fs';
import { extname, join, normalize, sep } from 'node:path';
import { Hono } from 'hono';
import type { Env } from './env.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};
const WAITING =
  '<!doctype html><html lang="en"><title>Wend</title><h1>Wend</h1><p>The editor has not been built yet.</p></html>';

/** Undefined where the percent signs make no sense. */
function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

/** The built editor: hashed files for ever, any other path is its page. */
export function staticFiles(folder: string) {
  return new Hono<Env>().get('/*', (c) => {
    const asked = decoded(c.req.path);
    if (asked === undefined) return c.notFound();
    const path = normalize(join(folder, asked));
    const isInside = path.startsWith(folder + sep);
    const type = TYPES[extname(path)];
    if (isInside && type !== undefined && extname(path) !== '.html' && existsSync(path)) {
      const cache = c.req.path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
      return c.body(new Uint8Array(readFileSync(path)), 200, { 'content-type': type, 'cache-control': cache });
    }
    if (extname(c.req.path) !== '') return c.notFound();
    const index = join(folder, 'index.html');
    return c.html(existsSync(index) ? readFileSync(index, 'utf8') : WAITING, 200, { 'cache-control': 'no-cache' });
  });
}
