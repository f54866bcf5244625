import { brandId, type WorkspaceId } from '@wend/engine';
import { createMiddleware } from 'hono/factory';
import { z } from 'zod';
import { JourneyError } from '../access/index.ts';
import type { ApiDeps, Env } from './env.ts';

/** Only for those who have shown who they are. */
export function signedIn({ whoAsked }: Pick<ApiDeps, 'whoAsked'>) {
  return createMiddleware<Env>(async (c, next) => {
    const asker = await whoAsked.askerOf(c.req.raw.headers);
    if (!asker) throw new JourneyError('signed-out', 'Sign in first.');
    c.set('asker', asker);
    return next();
  });
}

/** The workspace of the path, for its members and its keys only. Whoever is none of them learns nothing about it. */
export function inWorkspace({ whoAsked }: Pick<ApiDeps, 'whoAsked'>) {
  return createMiddleware<Env>(async (c, next) => {
    const id = z.uuid().safeParse(c.req.param('workspaceId'));
    const workspaceId = brandId<WorkspaceId>(id.data ?? '');
    const context = id.success ? await whoAsked.contextIn(workspaceId, c.get('asker')) : undefined;
    if (!context) throw new JourneyError('not-found', 'There is no such workspace.');
    c.set('context', context);
    c.set('isStillIn', async () => {
      const still = await whoAsked.askerOf(c.req.raw.headers).catch(() => undefined);
      return still !== undefined && (await whoAsked.contextIn(workspaceId, still)) !== undefined;
    });
    return next();
  });
}
