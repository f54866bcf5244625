import { createRoute, z } from '@hono/zod-openapi';
import { listSecrets, putSecret, removeSecret, secretView } from '../../access/index.ts';
import type { ApiDeps } from '../env.ts';
import { refuses } from '../problem.ts';
import { body, listOf, nothing } from '../shapes.ts';
import { routes } from './routes.ts';

const params = z.object({
  name: z.string().regex(/^[a-z][a-z0-9_]{0,59}$/, 'A name is up to 60 small letters, digits and _, a letter first'),
});

/** Write-only: a value goes in and never comes out again. */
export function secretRoutes({ keys }: ApiDeps) {
  return routes()
    .openapi(
      createRoute({
        method: 'get',
        path: '/secrets',
        summary: 'Names of secrets',
        responses: { 200: listOf(secretView) },
      }),
      async (c) => c.json({ items: await listSecrets(c.var.context) }, 200),
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/secrets/{name}',
        summary: 'Set a secret',
        request: { params, body: body(z.object({ value: z.string().min(1).max(10_000) })) },
        responses: { 204: nothing },
      }),
      async (c) => {
        await putSecret.by(c.var.context, keys, c.req.valid('param').name, c.req.valid('json').value);
        return c.body(null, 204);
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/secrets/{name}',
        summary: 'Forget a secret',
        request: { params },
        responses: { 204: nothing, ...refuses({ 'not-found': 'there is no secret of that name' }) },
      }),
      async (c) => {
        await removeSecret.by(c.var.context, c.req.valid('param').name);
        return c.body(null, 204);
      },
    );
}
