import { createRoute, z } from '@hono/zod-openapi';
import type { NodeGroup, SourceId } from '@wend/engine';
import {
  createSource,
  listSources,
  newSource,
  protectAttributes,
  revokeSource,
  sourceKind,
  sourceView,
} from '../../access/sources.ts';
import { listProviders, providerView } from '../../channels/list-providers.ts';
import { lateness, latenessOf } from '../../metrics/lateness.ts';
import type { ApiDeps } from '../env.ts';
import { modulePath } from '../node-modules.ts';
import { refuses } from '../problem.ts';
import { body, idParam, json, listOf, nothing } from '../shapes.ts';
import { routes } from './routes.ts';

const nodeTypeView = z
  .object({
    type: z.string(),
    version: z.int(),
    title: z.string(),
    group: z.enum(['message', 'timing', 'logic', 'action'] satisfies NodeGroup[]),
    custom: z.boolean().meta({ description: "The operator's own" }),
    module: z
      .string()
      .exactOptional()
      .meta({ description: 'Of a custom one: where its module is, whose default export is its definition' }),
  })
  .meta({ id: 'StepType', description: 'A type of step' });

export function workspaceRoutes({ nodeTypes, nodeModules, readiness }: ApiDeps) {
  return routes()
    .openapi(
      createRoute({
        method: 'get',
        path: '/node-types',
        summary: 'Step types',
        responses: { 200: listOf(nodeTypeView) },
      }),
      (c) =>
        c.json(
          {
            items: [...nodeTypes.values()].map(({ type, version, title, group }) => {
              const hash = nodeModules.moduleOf.get(type);
              const own = hash === undefined ? { custom: false } : { custom: true, module: modulePath(hash) };
              return { type, version, title, group, ...own };
            }),
          },
          200,
        ),
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/providers',
        summary: 'Accounts at providers, with how many callbacks in their name were refused',
        responses: { 200: listOf(providerView) },
      }),
      async (c) => c.json({ items: await listProviders(c.var.context) }, 200),
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/lateness',
        summary: 'Whether everything is up to date, and what keeps it from being so',
        responses: { 200: json(lateness) },
      }),
      async (c) => c.json(await latenessOf(c.var.context, await readiness()), 200),
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/sources',
        summary: 'Where events come from',
        responses: { 200: listOf(sourceView) },
      }),
      async (c) => c.json({ items: await listSources(c.var.context) }, 200),
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/sources',
        summary: 'A new source; its write key is shown once',
        request: { body: body(z.object({ name: z.string().min(1).max(100), kind: sourceKind })) },
        responses: { 201: json(newSource) },
      }),
      async (c) => {
        const { name, kind } = c.req.valid('json');
        return c.json(await createSource.by(c.var.context, name, kind), 201);
      },
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/sources/{sourceId}/protected',
        summary: 'What a browser may not set of a person who is known, from its next event on',
        description:
          'Names of attributes, as they stand in `traits`. No browser may set addresses, consent, device, country, time zone or language of a person who is known.',
        request: {
          params: z.object({ sourceId: idParam<SourceId>('sourceId') }),
          body: body(z.object({ attributes: z.array(z.string().min(1).max(200)).max(100) })),
        },
        responses: { 204: nothing, ...refuses({ 'not-found': 'there is no such browser' }) },
      }),
      async (c) => {
        await protectAttributes.by(c.var.context, c.req.valid('param').sourceId, c.req.valid('json').attributes);
        return c.body(null, 204);
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/sources/{sourceId}',
        summary: 'Refuse its key from now on',
        request: { params: z.object({ sourceId: idParam<SourceId>('sourceId') }) },
        responses: { 204: nothing, ...refuses({ 'not-found': 'there is no such source' }) },
      }),
      async (c) => {
        await revokeSource.by(c.var.context, c.req.valid('param').sourceId);
        return c.body(null, 204);
      },
    );
}
