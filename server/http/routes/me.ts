import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { membership, user } from '../../access/index.ts';
import type { ApiDeps, Env } from '../env.ts';
import { json, nothing } from '../shapes.ts';

const me = z.object({ user, workspaces: z.array(membership).readonly() }).meta({ id: 'Me' });

export function meRoutes({ whoAsked, auth }: ApiDeps) {
  return new OpenAPIHono<Env>()
    .openapi(
      createRoute({ method: 'get', path: '/me', summary: 'Who is signed in', responses: { 200: json(me) } }),
      async (c) => {
        const { user } = c.get('asker');
        return c.json({ user, workspaces: await whoAsked.workspacesOf(user) }, 200);
      },
    )
    .openapi(
      // biome-ignore lint/plugin: a session is of no workspace, so that no workspace's audit log has a place for its end.
      createRoute({ method: 'post', path: '/sign-out', summary: 'Sign out', responses: { 204: nothing } }),
      async (c) => {
        const answer = await auth.signOut(c.req.raw.headers);
        return new Response(null, { status: 204, headers: answer.headers });
      },
    );
}
