import { createRoute, z } from '@hono/zod-openapi';
import type { SourceId } from '@wend/engine';
import { createSource, listSources, revokeSource } from '../../access/sources.ts';
import { listProviders } from '../../channels/list-providers.ts';
import type { ApiDeps } from '../env.ts';
import { modulePath } from '../node-modules.ts';
import { body, idParam, json, nothing, shape } from '../shapes.ts';
import { routes } from './routes.ts';

/** A node type as the editor is told of it; its code is the editor's own, or a module from here. */
interface NodeTypeView {
  readonly type: string;
  readonly version: number;
  readonly title: string;
  readonly group: string;
  readonly custom: boolean;
  /** Of a custom one: the module whose default export is its definition. */
  readonly module?: string;
}

export function workspaceRoutes({ nodeTypes, nodeModules }: ApiDeps) {
  return routes()
    .openapi(
      createRoute({
        method: 'get',
        path: '/node-types',
        summary: 'Step types',
        responses: { 200: json(shape<{ items: readonly NodeTypeView[] }>()) },
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
        responses: { 200: json(shape<{ items: Awaited<ReturnType<typeof listProviders>> }>()) },
      }),
      async (c) => c.json({ items: await listProviders(c.var.context) }, 200),
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/sources',
        summary: 'Where events come from',
        responses: { 200: json(shape<{ items: Awaited<ReturnType<typeof listSources>> }>()) },
      }),
      async (c) => c.json({ items: await listSources(c.var.context) }, 200),
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/sources',
        summary: 'A new source; its write key is shown once',
        request: { body: body(z.object({ name: z.string().min(1).max(100), kind: z.enum(['browser', 'server']) })) },
        responses: { 201: json(z.object({ id: z.string(), writeKey: z.string() })) },
      }),
      async (c) => {
        const { name, kind } = c.req.valid('json');
        return c.json(await createSource.by(c.var.context, name, kind), 201);
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/sources/{sourceId}',
        summary: 'Refuse its key from now on',
        request: { params: z.object({ sourceId: idParam<SourceId>('sourceId') }) },
        responses: { 204: nothing },
      }),
      async (c) => {
        await revokeSource.by(c.var.context, c.req.valid('param').sourceId);
        return c.body(null, 204);
      },
    );
}
