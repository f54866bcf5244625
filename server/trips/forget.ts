import type { WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import type { Clock } from '../clock/index.ts';
import type { Database } from '../database/index.ts';

/** Long enough to find out what was wrong with it; what it says of people nobody needs after that. */
const KEPT = sql`interval '30 days'`;
const AT_ONCE = 1_000;

/** Lets go of what was refused or called back long ago: it speaks of people, and is no part of what is known of them. */
export async function forget(
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  workspaceId: WorkspaceId,
): Promise<void> {
  for (const table of [sql`rejected_events`, sql`callbacks`])
    await db.execute(sql`
      delete from ${table} where workspace_id = ${workspaceId} and id in (
        select id from ${table} where workspace_id = ${workspaceId} and received_at < ${clock.sql} - ${KEPT}
        order by received_at limit ${AT_ONCE})`);
}
