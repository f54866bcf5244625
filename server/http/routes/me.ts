import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import { eq } from 'drizzle-orm';
import { members, workspaces } from '../../tables/index.ts';
import type { ApiDeps, Env, User } from '../env.ts';
import { json, nothing, shape } from '../shapes.ts';

interface Me {
  readonly user: User;
  readonly workspaces: readonly {
    readonly id: string;
    readonly name: string;
    readonly timeZone: string;
    readonly role: string;
  }[];
}

export function meRoutes({ db, auth }: ApiDeps) {
  return new OpenAPIHono<Env>()
    .openapi(
      createRoute({ method: 'get', path: '/me', summary: 'Who is signed in', responses: { 200: json(shape<Me>()) } }),
      async (c) => {
        const user = c.get('user');
        const rows = await db
          .select({ id: workspaces.id, name: workspaces.name, timeZone: workspaces.timeZone, role: members.role })
          .from(members)
          .innerJoin(workspaces, eq(workspaces.id, members.workspaceId))
          .where(eq(members.userId, user.id));
        return c.json({ user, workspaces: rows }, 200);
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
