import type { OpenAPIHono } from '@hono/zod-openapi';
import { journeyJsonSchema } from '@wend/engine';
import { Hono } from 'hono';
import { html } from 'hono/html';
import { type ApiDocument, apiDocument, type Listed, listed } from './document.ts';
import type { Env } from './env.ts';

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:72rem;margin:3rem auto;padding:0 1rem;color-scheme:light dark}
table{border-collapse:collapse;width:100%}td{padding:.4rem .75rem .4rem 0;border-bottom:1px solid #8884;vertical-align:top}code,pre{font-size:.9em}pre{overflow:auto}`;

/** `/openapi.json` and `/journey.schema.json`, and the same for people: one page from our own origin, without a script. */
export function docs(app: () => OpenAPIHono<Env>) {
  let made: ApiDocument | undefined;
  const document = () => (made ??= apiDocument(app()));
  return new Hono<Env>()
    .get('/openapi.json', (c) => c.json(document()))
    .get('/journey.schema.json', (c) =>
      c.json({ $id: new URL('/journey.schema.json', c.req.url).href, ...journeyJsonSchema() }),
    )
    .get('/docs/style.css', (c) => c.body(STYLE, 200, { 'content-type': 'text/css; charset=utf-8' }))
    .get('/docs', (c) => c.html(page(document())));
}

function page(document: ApiDocument) {
  return html`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Wend API</title>
<link rel="stylesheet" href="/docs/style.css"></head><body><h1>Wend API</h1>
<p>Sign in, or send an API key as <code>Authorization: Bearer</code>. Errors are <a href="#ProblemDetails">problem+json</a> (RFC 9457), lists answer <code>items</code> and <code>next</code>,
drafts are saved with <code>If-Match</code>. Events come in under <code>/v1</code> in Segment's format, with a source's write key.
For programs: <a href="/openapi.json">openapi.json</a>, and <a href="/journey.schema.json">journey.schema.json</a> for what a journey is.</p><table>${listed(document).map(row)}</table>
${Object.entries(document.components?.schemas ?? {}).map(
  ([name, schema]) =>
    html`<h2 id="${name}">${name}</h2><p>${'description' in schema ? schema.description : ''}</p><pre>${JSON.stringify(schema, null, 2)}</pre>`,
)}</body></html>`;
}

function row({ method, path, summary, answers }: Listed) {
  const told = answers.map(
    ({ status, names }) => html`${status}${names.map((name) => html` <a href="#${name}">${name}</a>`)} `,
  );
  return html`<tr><td><code>${method}</code></td><td><code>${path}</code></td><td>${summary}</td><td>${told}</td></tr>`;
}
