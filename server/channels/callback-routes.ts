import { brandId, type WorkspaceId } from '@wend/engine';
import { and, eq, sql } from 'drizzle-orm';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import type { Clock } from '../clock/index.ts';
import type { Database } from '../database/index.ts';
import { newId } from '../ids/index.ts';
import { callbacks, providers, refusedCallbacks } from '../tables/index.ts';
import type { ProviderAccount, ProviderAdapters } from './contract.ts';

type ProviderRow = typeof providers.$inferSelect;

export interface CallbackDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly adapters: ProviderAdapters;
  readonly account: (provider: ProviderRow) => ProviderAccount;
  /** Said when something was stored. */
  readonly heard: () => void;
}

const LARGEST = 1_000_000;

/** Where providers call back: verified on the raw bytes, stored as it came, answered, and understood afterwards. */
export function callbackRoutes({ db, clock, adapters, account, heard }: CallbackDeps): Hono {
  return new Hono().post('/callbacks/:workspaceId/:providerId', bodyLimit({ maxSize: LARGEST }), async (c) => {
    const ids = z.object({ workspaceId: z.uuid(), providerId: z.uuid() }).safeParse(c.req.param());
    if (!ids.success) return c.notFound();
    const workspaceId = brandId<WorkspaceId>(ids.data.workspaceId);
    const [provider] = await db
      .select()
      .from(providers)
      .where(and(eq(providers.workspaceId, workspaceId), eq(providers.id, ids.data.providerId)));
    const adapter = provider && adapters.get(provider.adapter);
    if (!provider || !adapter) return c.notFound();
    const callback = { headers: c.req.header(), body: await c.req.text() };
    if (!adapter.verifyCallback(account(provider), callback)) {
      await countRefusal(db, clock, provider);
      return c.json({ error: 'The signature does not fit' }, 403);
    }
    await db.insert(callbacks).values({
      workspaceId,
      id: newId(),
      providerId: provider.id,
      headers: {},
      // The one character that Postgres cannot hold. It is in no JSON and no form either.
      body: callback.body.replaceAll('\0', '\uFFFD'),
      receivedAt: clock.sql,
    });
    heard();
    return c.body(null, 204);
  });
}

async function countRefusal(db: Database, clock: Clock, { workspaceId, id: providerId }: ProviderRow): Promise<void> {
  await db
    .insert(refusedCallbacks)
    .values({ workspaceId, providerId, count: 1, lastAt: clock.sql })
    .onConflictDoUpdate({
      target: [refusedCallbacks.workspaceId, refusedCallbacks.providerId],
      set: { count: sql`${refusedCallbacks.count} + 1`, lastAt: clock.sql },
    });
}
