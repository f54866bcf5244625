import { type SQL, sql } from 'drizzle-orm';
import type { Clock } from '../clock/index.ts';
import type { Transaction } from '../database/index.ts';

/** Has crowds that are on their way in go on: their workflow starts, or looks once more. */
export async function askEntrances(tx: Transaction, clock: Clock, which: SQL): Promise<void> {
  await tx.execute(sql`
    insert into outbox (workspace_id, id, kind, entrance_id, created_at)
    select workspace_id, gen_random_uuid(), 'entrance', id, ${clock.sql} from entrances where state = 'running' and ${which}`);
}
