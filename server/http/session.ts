import { brandId, type WorkspaceId } from '@wend/engine';
import { and, eq } from 'drizzle-orm';
import { createMiddleware } from 'hono/factory';
import { z } from 'zod';
import { JourneyError } from '../access/index.ts';
import { members } from '../tables/index.ts';
import type { ApiDeps, Env } from './env.ts';

/** Who asks, by the session cookie. */
export function signedIn({ auth }: ApiDeps) {
  return createMiddleware<Env>(async (c, next) => {
    const user = await auth.userOf(c.req.raw.headers);
    if (!user) throw new JourneyError('signed-out', 'Sign in first.');
    c.set('user', { id: user.id, name: user.name, email: user.email });
    return next();
  });
}

/** The workspace of the path, for its members only. Whoever is none of them learns nothing about it. */
export function inWorkspace({ db, clock, trips }: ApiDeps) {
  return createMiddleware<Env>(async (c, next) => {
    const id = z.uuid().safeParse(c.req.param('workspaceId'));
    const user = c.get('user');
    const [member] = id.success
      ? await db
          .select({ role: members.role })
          .from(members)
          .where(and(eq(members.workspaceId, brandId<WorkspaceId>(id.data)), eq(members.userId, user.id)))
      : [];
    if (!id.success || !member) throw new JourneyError('not-found', 'There is no such workspace.');
    const actor = { id: `user:${user.id}`, name: user.name, role: member.role };
    c.set('context', { db, clock, trips, workspaceId: brandId<WorkspaceId>(id.data), actor });
    return next();
  });
}
