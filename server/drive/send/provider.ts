import type { Channel, WorkspaceId } from '@wend/engine';
import { and, asc, eq } from 'drizzle-orm';
import type { Database } from '../../database/index.ts';
import { providers } from '../../tables/index.ts';

export type ProviderRow = typeof providers.$inferSelect;

/** The account that speaks for a channel: the oldest enabled one. */
export async function providerOf(
  db: Database,
  workspaceId: WorkspaceId,
  channel: Channel,
): Promise<ProviderRow | undefined> {
  const [oldest] = await db
    .select()
    .from(providers)
    .where(and(eq(providers.workspaceId, workspaceId), eq(providers.enabled, true), eq(providers.channel, channel)))
    .orderBy(asc(providers.createdAt), asc(providers.id))
    .limit(1);
  return oldest;
}
