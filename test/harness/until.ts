import { sql } from 'drizzle-orm';
import type { Database } from '../../server/database/index.ts';

const LOOK_EVERY_MS = 20;

export interface Patience {
  /** The sentence about what is missing, once it is overdue. */
  readonly missing?: () => string;
  readonly withinMs?: number;
  readonly everyMs?: number;
}

/**
 * Looks until there is something: for what another process or connection does, which nobody announces. `undefined` and `false` are
 * nothing yet. Gives up once it is overdue.
 */
export async function until<Found>(
  look: () => Promise<Found | undefined | false> | Found | undefined | false,
  { missing = () => 'It did not come to be', withinMs = 120_000, everyMs = LOOK_EVERY_MS }: Patience = {},
): Promise<Found> {
  const end = performance.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > end) throw new Error(missing());
    await new Promise((next) => setTimeout(next, everyMs));
  }
}

/** So many sessions of this database wait for a lock. */
export async function areWaiting(db: Database, count = 1): Promise<boolean> {
  const [row] = await db.execute<{ n: number }>(
    sql`select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return (row?.n ?? 0) >= count;
}
