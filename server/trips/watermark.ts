import type { Instant, WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { type Database, epochMs, type Transaction } from '../database/index.ts';

/**
 * Everything received up to here is matched; `undefined` when nothing waits. Any event that is still to be learned may turn out
 * to be about any person, so the workspace's queue counts as a whole. Parked events are visible and hold nobody.
 */
export async function matcherWatermark(
  db: Database | Transaction,
  workspaceId: WorkspaceId,
): Promise<Instant | undefined> {
  const [row] = await db.execute<{ oldest: string | null }>(sql`
    select ${epochMs(sql`min(received_at)`)} as oldest from event_queue
    where workspace_id = ${workspaceId} and parked_at is null`);
  return row?.oldest ? Number(row.oldest) : undefined;
}
