import type { Channel, WorkspaceId } from '@wend/engine';
import { and, asc, eq, sql } from 'drizzle-orm';
import { builtOnce, type Database } from '../../database/index.ts';
import { providers } from '../../tables/index.ts';

export type ProviderRow = typeof providers.$inferSelect;

/** The account that speaks for a channel: the oldest enabled one. */
export async function providerOf(
  db: Database,
  workspaceId: WorkspaceId,
  channel: Channel,
): Promise<ProviderRow | undefined> {
  const [oldest] = await oldestOf(db).execute({ workspaceId, channel });
  return oldest;
}

const oldestOf = builtOnce((db) =>
  db
    .select()
    .from(providers)
    .where(
      and(
        eq(providers.workspaceId, sql.placeholder('workspaceId')),
        eq(providers.enabled, true),
        eq(providers.channel, sql.placeholder('channel')),
      ),
    )
    .orderBy(asc(providers.createdAt), asc(providers.id))
    .limit(1)
    .prepare('provider-of'),
);
