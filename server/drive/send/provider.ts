import type { Channel, WorkspaceId } from '@wend/engine';
import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Database, Transaction } from '../../database/index.ts';
import { providers } from '../../tables/index.ts';

export type ProviderRow = typeof providers.$inferSelect;

/** The account that speaks for each channel: the oldest enabled one. */
export async function providersFor(
  tx: Database | Transaction,
  workspaceId: WorkspaceId,
  channels: readonly Channel[],
): Promise<ReadonlyMap<Channel, ProviderRow>> {
  const rows = await tx
    .select()
    .from(providers)
    .where(
      and(
        eq(providers.workspaceId, workspaceId),
        eq(providers.enabled, true),
        inArray(providers.channel, [...channels]),
      ),
    )
    .orderBy(asc(providers.createdAt), asc(providers.id));
  const found = new Map<Channel, ProviderRow>();
  for (const row of rows) if (!found.has(row.channel)) found.set(row.channel, row);
  return found;
}
