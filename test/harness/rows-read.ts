import { randomUUID } from 'node:crypto';
import type { Sql } from 'postgres';
import { connect } from '../../server/database/connect.ts';
import type { Database } from '../../server/database/index.ts';
import { ReadPool } from '../../server/database/read-pool.ts';
import { until } from './until.ts';

interface Connected {
  /** Plans as the hot path does. */
  readonly db: Database;
  /** Where pages read. */
  readonly reads: ReadPool;
}

/** How many rows of each table were read while something was done on connections of its own, by whatever plan: Postgres' own count. */
export async function rowsRead(
  url: string,
  act: (connected: Connected) => Promise<unknown>,
): Promise<Readonly<Record<string, number>>> {
  const look = connect(url, { max: 1 });
  try {
    const before = await counts(look.sql);
    await apart(url, look.sql, act);
    const after = await counts(look.sql);
    return Object.fromEntries(Object.entries(after).map(([table, rows]) => [table, rows - (before[table] ?? 0)]));
  } finally {
    await look.end();
  }
}

/** A session tells what it has read at the latest when it ends. */
async function apart(url: string, look: Sql, act: (connected: Connected) => Promise<unknown>): Promise<void> {
  const name = randomUUID();
  const named = new URL(url);
  named.searchParams.set('application_name', name);
  const own = connect(named.href, { byIndex: true, max: 3 });
  const reads = new ReadPool(named.href, { max: 2 });
  try {
    await act({ db: own.db, reads });
  } finally {
    await Promise.all([own.end(), reads.end()]);
  }
  await until(async () => {
    const left = await look`select from pg_stat_activity where application_name = ${name}`;
    return left.length === 0;
  });
}

/** What was found by an index, and what was met on the way through a whole table. */
async function counts(look: Sql): Promise<Readonly<Record<string, number>>> {
  const rows = await look<{ table: string; rows: string }[]>`
    select relname as table, seq_tup_read + coalesce(idx_tup_fetch, 0) as rows from pg_stat_user_tables where schemaname = 'public'`;
  return Object.fromEntries(rows.map(({ table, rows }) => [table, Number(rows)]));
}
