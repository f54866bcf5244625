import { sql } from 'drizzle-orm';

/** The present life of the system, inside a statement; 1 before the first re-seat. */
export const presentEpoch = sql`coalesce((select epoch from system), 1)`;
