import { OpenAPIHono, type RouteConfig } from '@hono/zod-openapi';
import { z } from 'zod';
import type { Env } from './env.ts';
import { type JsonSchemas, jsonSchemas } from './json-schemas.ts';
import { problemResponse } from './problem.ts';

export type ApiDocument = ReturnType<OpenAPIHono<Env>['getOpenAPI31Document']>;
type Operation = NonNullable<NonNullable<ApiDocument['paths']>[string]['get']>;
type Parameter = NonNullable<Operation['parameters']>[number];
type Responses = RouteConfig['responses'];

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;
const workspaceId: Parameter = {
  name: 'workspaceId',
  in: 'path',
  required: true,
  schema: { type: 'string', format: 'uuid' },
};

export interface Listed {
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  /** What it answers when all is well, and the names of the schemas in it. */
  readonly answers: readonly { readonly status: string; readonly names: readonly string[] }[];
}

/** The API in OpenAPI 3.1, with what holds for every route: the workspace in the path, and problems. */
export function apiDocument(app: OpenAPIHono<Env>): ApiDocument {
  const routes = app.openAPIRegistry.definitions.flatMap((one) => (one.type === 'route' ? [one.route] : []));
  const described = routes.map((route) => ({ ...route, responses: both(common(route), route.responses) }));
  const schemas = jsonSchemas(described.flatMap(({ responses }) => schemasIn(responses)));
  const written = new OpenAPIHono<Env>();
  for (const [name, schema] of Object.entries(schemas.named))
    written.openAPIRegistry.registerComponent('schemas', name, schema);
  written.openAPIRegistry.registerComponent('securitySchemes', 'key', { type: 'http', scheme: 'bearer' });
  for (const route of described)
    written.openAPIRegistry.registerPath({ ...route, responses: inJsonSchema(route.responses, schemas) });
  const document = written.getOpenAPI31Document({ openapi: '3.1.0', info: { title: 'Wend', version: '1' } });
  for (const [path, item] of Object.entries(document.paths ?? {}))
    for (const operation of METHODS.flatMap((method) => item[method] ?? [])) {
      if (path.includes('{workspaceId}')) operation.parameters = [workspaceId, ...(operation.parameters ?? [])];
      if (path.startsWith('/api/')) operation.security = [{ key: [] }, {}];
    }
  return document;
}

/** What stands before every route, and what is done about a fault: these are its answers as well. */
function common({ path, method, request }: RouteConfig): Responses {
  return {
    ...(path.startsWith('/api/') ? ofApi : {}),
    ...(path.includes('{workspaceId}') ? { 404: problemResponse('`not-found`: there is no such workspace') } : {}),
    ...(method === 'get' ? {} : { 413: problemResponse('`invalid`: the body is too large') }),
    ...(request?.body ? ofBody : {}),
    500: problemResponse('`internal`: a fault on our side'),
  };
}

const unfit = problemResponse('`invalid`: something does not fit, and `problems` says where');
const ofApi = {
  401: problemResponse('`signed-out`: nobody is signed in, or the key is unknown or revoked'),
  403: problemResponse('`forbidden`: the role does not allow it, or another site asks'),
  421: problemResponse('`forbidden`: asked for by another name than our own'),
  422: unfit,
  429: problemResponse('`too-many-requests`: `Retry-After` says in how many seconds to ask again'),
};
const ofBody = {
  400: problemResponse('`invalid`: the body is no JSON'),
  415: problemResponse('`invalid`: the body is of another content type than JSON'),
  422: unfit,
};

/** A status that may come of either says so. */
function both(common: Responses, own: Responses): Responses {
  const twice = Object.entries(own).flatMap(([status, one]) => {
    const other = common[status];
    return other && 'description' in other && 'description' in one
      ? [[status, { ...one, description: `${one.description}; ${other.description}` }]]
      : [];
  });
  return { ...common, ...own, ...Object.fromEntries(twice) };
}

/** Every schema that an answer, or an event of a stream, is told by. */
function schemasIn(value: unknown): readonly z.ZodType[] {
  if (value instanceof z.ZodType) return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(schemasIn) : [];
}

/** The same with each of them as JSON Schema. */
function inJsonSchema<Value>(value: Value, schemas: JsonSchemas): Value {
  if (value instanceof z.ZodType) return schemas.of(value) as Value;
  if (Array.isArray(value)) return value.map((one) => inJsonSchema(one, schemas)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, inJsonSchema(one, schemas)])) as Value;
}

/** Its routes by path and method. */
export function listed(document: ApiDocument): readonly Listed[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      if (!operation) return [];
      const { summary = '', responses = {} } = operation;
      const well = Object.entries(responses).filter(([status]) => Number(status) < 400);
      const answers = well.map(([status, response]) => ({ status, names: namesIn(response) }));
      return [{ method: method.toUpperCase(), path, summary, answers }];
    }),
  );
}

function namesIn(response: object): readonly string[] {
  const found = JSON.stringify(response).matchAll(/"#\/components\/schemas\/([^"]+)"/g);
  return [...new Set([...found].map(([, name = '']) => name))];
}
