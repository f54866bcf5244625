import { brandId, type WorkspaceId } from '@wend/engine';
import { and, eq } from 'drizzle-orm';
import { createMiddleware } from 'hono/factory';
import { z } from 'zod';
import { type Actor, holderOf, JourneyError, type KeyHolder } from '../access/index.ts';
import type { Database } from '../database/index.ts';
import { members } from '../tables/index.ts';
import type { ApiDeps, Env, User } from './env.ts';

/** Who asks: a program by its key, or a member by the session cookie. */
export function signedIn({ auth, db }: ApiDeps) {
  return createMiddleware<Env>(async (c, next) => {
    const key = /^bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
    const holder = key === undefined ? undefined : await holderOf(db, key);
    if (key !== undefined && !holder) throw new JourneyError('signed-out', 'The key is unknown or revoked.');
    const user = holder ? { ...holder.actor, email: '' } : await auth.userOf(c.req.raw.headers);
    if (!user) throw new JourneyError('signed-out', 'Sign in first.');
    c.set('keyHolder', holder);
    c.set('user', { id: user.id, name: user.name, email: user.email });
    return next();
  });
}

/** The workspace of the path, for its members and its keys only. Whoever is none of them learns nothing about it. */
export function inWorkspace({ db, writes, clock, trips }: ApiDeps) {
  return createMiddleware<Env>(async (c, next) => {
    const id = z.uuid().safeParse(c.req.param('workspaceId'));
    const workspaceId = brandId<WorkspaceId>(id.data ?? '');
    const actor = id.success ? await actorIn(db, workspaceId, c.get('user'), c.get('keyHolder')) : undefined;
    if (!actor) throw new JourneyError('not-found', 'There is no such workspace.');
    c.set('context', { db, writes, clock, trips, workspaceId, actor });
    return next();
  });
}

async function actorIn(
  db: Database,
  workspaceId: WorkspaceId,
  user: User,
  holder: KeyHolder | undefined,
): Promise<Actor | undefined> {
  if (holder) return holder.workspaceId === workspaceId ? holder.actor : undefined;
  const [member] = await db
    .select({ role: members.role })
    .from(members)
    .where(and(eq(members.workspaceId, workspaceId), eq(members.userId, user.id)));
  return member && { id: `user:${user.id}`, name: user.name, role: member.role };
}
