import { createRoute, z } from '@hono/zod-openapi';
import { apiKeyView, createApiKey, listApiKeys, newApiKey, revokeApiKey } from '../../access/index.ts';
import { refuses } from '../problem.ts';
import { body, idParam, json, listOf, nothing } from '../shapes.ts';
import { routes } from './routes.ts';

const newKey = z.object({
  name: z.string().min(1).max(100),
  role: z.enum(['viewer', 'editor', 'publisher', 'admin']),
});

/** Keys with which programs use this API. */
export function keyRoutes() {
  return routes()
    .openapi(
      createRoute({
        method: 'get',
        path: '/keys',
        summary: 'Keys of programs',
        responses: { 200: listOf(apiKeyView) },
      }),
      async (c) => c.json({ items: await listApiKeys(c.var.context) }, 200),
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/keys',
        summary: 'A new key; it is shown once',
        request: { body: body(newKey) },
        responses: { 201: json(newApiKey) },
      }),
      async (c) => {
        const { name, role } = c.req.valid('json');
        return c.json(await createApiKey.by(c.var.context, name, role), 201);
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/keys/{keyId}',
        summary: 'Refuse it from now on',
        request: { params: z.object({ keyId: idParam<string>('keyId') }) },
        responses: { 204: nothing, ...refuses({ 'not-found': 'there is no such key' }) },
      }),
      async (c) => {
        await revokeApiKey.by(c.var.context, c.req.valid('param').keyId);
        return c.body(null, 204);
      },
    );
}
