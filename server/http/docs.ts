import type { OpenAPIHono } from '@hono/zod-openapi';
import { journeyJsonSchema } from '@wend/engine';
import { Hono } from 'hono';
import { html } from 'hono/html';
import { apiDocument, listed } from './document.ts';
import type { Env } from './env.ts';

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:3rem auto;padding:0 1rem;color-scheme:light dark}
table{border-collapse:collapse;width:100%}td{padding:.4rem .75rem .4rem 0;border-bottom:1px solid #8884;vertical-align:top}code{font-size:.9em}`;

/** `/openapi.json` and `/journey.schema.json`, and the same for people: one page from our own origin, without a script. */
export function docs(app: () => OpenAPIHono<Env>) {
  return new Hono<Env>()
    .get('/openapi.json', (c) => c.json(apiDocument(app())))
    .get('/journey.schema.json', (c) =>
      c.json({ $id: new URL('/journey.schema.json', c.req.url).href, ...journeyJsonSchema() }),
    )
    .get('/docs/style.css', (c) => c.body(STYLE, 200, { 'content-type': 'text/css; charset=utf-8' }))
    .get('/docs', (c) => {
      const rows = listed(apiDocument(app())).map(
        ({ method, path, summary }) =>
          html`<tr><td><code>${method}</code></td><td><code>${path}</code></td><td>${summary}</td></tr>`,
      );
      return c.html(html`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Wend API</title>
<link rel="stylesheet" href="/docs/style.css"></head><body><h1>Wend API</h1>
<p>Sign in, or send an API key as <code>Authorization: Bearer</code>. Errors are problem+json (RFC 9457), lists answer <code>items</code> and <code>next</code>,
drafts are saved with <code>If-Match</code>. Events come in under <code>/v1</code> in Segment's format, with a source's write key.
For programs: <a href="/openapi.json">openapi.json</a>, and <a href="/journey.schema.json">journey.schema.json</a> for what a journey is.</p><table>${rows}</table></body></html>`);
    });
}
