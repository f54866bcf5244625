import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Env } from './env.ts';

type Document = ReturnType<OpenAPIHono<Env>['getOpenAPIDocument']>;
type Operation = NonNullable<NonNullable<Document['paths'][string]>['get']>;
type Parameter = NonNullable<Operation['parameters']>[number];

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;
const workspaceId: Parameter = {
  name: 'workspaceId',
  in: 'path',
  required: true,
  schema: { type: 'string', format: 'uuid' },
};
const problem: NonNullable<Operation['responses']['default']> = {
  description: 'A problem (RFC 9457)',
  content: {
    'application/problem+json': {
      schema: {
        type: 'object',
        required: ['type', 'title', 'status', 'code', 'requestId'],
        properties: {
          type: { type: 'string' },
          title: { type: 'string' },
          status: { type: 'integer' },
          code: { type: 'string' },
          detail: { type: 'object' },
          problems: { type: 'array', items: { type: 'object' } },
          requestId: { type: 'string' },
        },
      },
    },
  },
};

export interface Listed {
  readonly method: string;
  readonly path: string;
  readonly summary: string;
}

/** The API in OpenAPI, with what holds for every route: the workspace in the path, and problems. */
export function apiDocument(app: OpenAPIHono<Env>): Document {
  const document = app.getOpenAPIDocument({ openapi: '3.0.3', info: { title: 'Wend', version: '1' } });
  for (const [path, item] of Object.entries(document.paths))
    for (const method of METHODS) {
      const operation: Operation | undefined = item[method];
      if (!operation) continue;
      operation.responses = { ...operation.responses, default: problem };
      if (path.includes('{workspaceId}')) operation.parameters = [workspaceId, ...(operation.parameters ?? [])];
    }
  return document;
}

/** Its routes by path and method. */
export function listed(document: Document): readonly Listed[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      return operation ? [{ method: method.toUpperCase(), path, summary: operation.summary ?? '' }] : [];
    }),
  );
}
