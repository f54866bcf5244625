import { brandId, type WorkspaceId } from '@wend/engine';
import { createMiddleware } from 'hono/factory';
import { z } from 'zod';
import { type Actor, holderOf, JourneyError, type KeyHolder, memberIn, type User } from '../access/index.ts';
import type { ApiDeps, Env } from './env.ts';

/** Somebody who has shown who they are. */
interface Asker {
  readonly user: User;
  readonly keyHolder: KeyHolder | undefined;
}

/** Who asks: a program by its key, or a member by the session cookie. */
export function signedIn(deps: ApiDeps) {
  return createMiddleware<Env>(async (c, next) => {
    const asker = await askerOf(deps, c.req.raw.headers);
    if (!asker) throw new JourneyError('signed-out', 'Sign in first.');
    c.set('keyHolder', asker.keyHolder);
    c.set('user', asker.user);
    return next();
  });
}

/** The workspace of the path, for its members and its keys only. Whoever is none of them learns nothing about it. */
export function inWorkspace(deps: ApiDeps) {
  const { db, writes, clock, trips } = deps;
  return createMiddleware<Env>(async (c, next) => {
    const id = z.uuid().safeParse(c.req.param('workspaceId'));
    const workspaceId = brandId<WorkspaceId>(id.data ?? '');
    const asker = { user: c.get('user'), keyHolder: c.get('keyHolder') };
    const actor = id.success ? await actorIn(deps, workspaceId, asker) : undefined;
    if (!actor) throw new JourneyError('not-found', 'There is no such workspace.');
    c.set('context', { db, writes, clock, trips, workspaceId, actor });
    c.set('isStillIn', async () => {
      const still = await askerOf(deps, c.req.raw.headers).catch(() => undefined);
      return still !== undefined && (await actorIn(deps, workspaceId, still)) !== undefined;
    });
    return next();
  });
}

/** A bad key is refused, also beside a good session. */
async function askerOf({ auth, db }: ApiDeps, headers: Headers): Promise<Asker | undefined> {
  const key = /^bearer +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  if (key === undefined) {
    const user = await auth.userOf(headers);
    return user && { user: { id: user.id, name: user.name, email: user.email }, keyHolder: undefined };
  }
  const keyHolder = await holderOf(db, key);
  if (!keyHolder) throw new JourneyError('signed-out', 'The key is unknown or revoked.');
  const { id, name } = keyHolder.actor;
  return { user: { id, name, email: '' }, keyHolder };
}

async function actorIn(
  { db }: ApiDeps,
  workspaceId: WorkspaceId,
  { user, keyHolder }: Asker,
): Promise<Actor | undefined> {
  if (keyHolder) return keyHolder.workspaceId === workspaceId ? keyHolder.actor : undefined;
  return memberIn(db, workspaceId, user);
}
