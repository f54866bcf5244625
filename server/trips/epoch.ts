import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../database/index.ts';

/** The present life of the system, inside a statement; 1 before the first re-seat. */
export const presentEpoch = sql`coalesce((select epoch from system), 1)`;

/** Names the advisory lock of the system's life; any number that nobody else uses. */
const LIFE = 20_100;

/**
 * Held by whoever seats runs, until the commit: a re-seat waits for them, and they for a re-seat. Without it a convoy of the old life,
 * founded while the re-seat looks, would be seen by neither. What reads the epoch after it has a newer snapshot than the lock.
 */
export const inThisLife: SQL = sql`pg_advisory_xact_lock_shared(${LIFE})`;
/** Held by a re-seat. */
export const endOfLife: SQL = sql`pg_advisory_xact_lock(${LIFE})`;

export async function presentEpochOf(db: Database): Promise<number> {
  const [row] = await db.execute<{ epoch: number }>(sql`select ${presentEpoch} as epoch`);
  return row?.epoch ?? 1;
}
