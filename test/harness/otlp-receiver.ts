import { createServer } from 'node:http';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { listening } from './listening.ts';

const attribute = z.object({ key: z.string(), value: z.looseObject({}) });
const span = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  kind: z.number(),
  attributes: z.array(attribute).default([]),
  links: z.array(z.object({ traceId: z.string(), spanId: z.string() })).default([]),
  status: z.looseObject({}),
});
const request = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: z.array(attribute) }),
      scopeSpans: z.array(z.object({ spans: z.array(span) })),
    }),
  ),
});

/** A span as it arrived, and whose it is. */
export interface GatheredSpan extends z.infer<typeof span> {
  readonly service: unknown;
}

/** Takes spans by OTLP over HTTP, as a collector does. */
export async function anOtlpReceiver() {
  const spans: GatheredSpan[] = [];
  let said = '';
  const server = createServer((asked, answer) => {
    let body = '';
    asked.on('data', (chunk) => (body += chunk));
    asked.on('end', () => {
      said += body;
      for (const { resource, scopeSpans } of request.parse(JSON.parse(body)).resourceSpans) {
        const service = resource.attributes.find(({ key }) => key === 'service.name')?.value['stringValue'];
        for (const one of scopeSpans.flatMap((scope) => scope.spans)) spans.push({ ...one, service });
      }
      answer.setHeader('content-type', 'application/json').end('{}');
    });
  });
  const url = `http://${await listening(server)}`;
  onTestFinished(() => void server.close());
  return { url, spans, said: () => said };
}
