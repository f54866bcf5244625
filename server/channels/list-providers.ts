import { and, asc, eq } from 'drizzle-orm';
import type { Context } from '../access/index.ts';
import { providers, refusedCallbacks } from '../tables/index.ts';

/** Accounts at providers, without what opens them. */
export async function listProviders({ db, workspaceId }: Context) {
  const rows = await db
    .select({ provider: providers, refused: refusedCallbacks })
    .from(providers)
    .leftJoin(
      refusedCallbacks,
      and(eq(refusedCallbacks.workspaceId, providers.workspaceId), eq(refusedCallbacks.providerId, providers.id)),
    )
    .where(eq(providers.workspaceId, workspaceId))
    .orderBy(asc(providers.channel), asc(providers.createdAt), asc(providers.id));
  return rows.map(({ provider: { id, channel, adapter, name, enabled, rate }, refused }) => ({
    id,
    channel,
    adapter,
    name,
    enabled,
    rate,
    refusedCallbacks: refused?.count ?? 0,
    ...(refused ? { lastRefusedAt: new Date(refused.lastAt).toISOString() } : {}),
  }));
}
