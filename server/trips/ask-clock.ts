import type { WorkspaceId } from '@wend/engine';
import { type SQL, sql } from 'drizzle-orm';
import type { Clock } from '../clock/index.ts';
import type { Database, Transaction } from '../database/index.ts';
import { newId } from '../ids/index.ts';
import { outbox } from '../tables/index.ts';

/** Whoever lets a run without a convoy become due earlier says so; the lane turns any number of these into one signal. */
export async function askClock(tx: Transaction, clock: Clock, workspaceId: WorkspaceId): Promise<void> {
  await tx.insert(outbox).values({ workspaceId, id: newId(), kind: 'clock', createdAt: clock.sql });
}

/** The same as the end of a statement, where what it has done says whether there is something to ask. */
export function askClockIf(clock: Clock, workspaceId: WorkspaceId, condition: SQL): SQL {
  return sql`insert into outbox (workspace_id, id, kind, created_at) select ${workspaceId}, ${newId()}, 'clock', ${clock.sql} where ${condition}`;
}

/** Every workspace has a clock; one that runs already only looks once more. */
export async function askAllClocks(db: Database | Transaction, clock: Clock): Promise<void> {
  await db.execute(sql`
    insert into outbox (workspace_id, id, kind, created_at) select id, gen_random_uuid(), 'clock', ${clock.sql} from workspaces`);
}
