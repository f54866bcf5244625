import { sql } from 'drizzle-orm';
import type { Database } from '../database/index.ts';

/** The present life of the system, inside a statement; 1 before the first re-seat. */
export const presentEpoch = sql`coalesce((select epoch from system), 1)`;

export async function presentEpochOf(db: Database): Promise<number> {
  const [row] = await db.execute<{ epoch: number }>(sql`select ${presentEpoch} as epoch`);
  return row?.epoch ?? 1;
}
