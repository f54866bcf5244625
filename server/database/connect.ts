import type { ExtractTablesWithRelations } from 'drizzle-orm';
import type { PgTransaction } from 'drizzle-orm/pg-core';
import { drizzle, type PostgresJsDatabase, type PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js';
import postgres, { type Sql } from 'postgres';
import * as tables from '../tables/index.ts';
import { preparing } from './preparing.ts';

type Tables = typeof tables;

/** The database as verbs and activities see it. */
export type Database = PostgresJsDatabase<Tables>;

/** One open transaction on that database. */
export type Transaction = PgTransaction<PostgresJsQueryResultHKT, Tables, ExtractTablesWithRelations<Tables>>;

export interface Connection {
  readonly db: Database;
  /** The driver itself, for what Drizzle has no word for: LISTEN, COPY, advisory locks held by a session. */
  readonly sql: Sql;
  /** Waits for running statements up to five seconds, then closes every connection. */
  readonly end: () => Promise<void>;
}

export interface PoolSettings {
  readonly max?: number;
  /** Under which its connections stand in `pg_stat_activity`. */
  readonly name?: string | undefined;
  /** Told when a transaction asks for a connection; what it answers, once it has one. */
  readonly onAsked?: (() => () => void) | undefined;
  /**
   * For the hot path, whose statements are all answered by an index: one that was planned while a queue's table lay empty must not read the
   * whole of it when it is full. What a partial index is for has to be written out, since a plan for any values does not look at them.
   */
  readonly byIndex?: boolean;
}

/** What is asked for lies in memory or on a solid-state disk, where the next page costs as much as any: for a row a whole table is not read. */
const random = { random_page_cost: 1.1 };

/** Opens a pool of at most `max` connections. Nothing connects before the first statement. */
export function connect(url: string, { max = 10, byIndex = false, name, onAsked }: PoolSettings = {}): Connection {
  const named = name === undefined ? random : { ...random, application_name: name };
  const connection = byIndex
    ? {
        ...named,
        enable_seqscan: 'off',
        enable_hashjoin: 'off',
        enable_mergejoin: 'off',
        plan_cache_mode: 'force_generic_plan',
      }
    : named;
  const sql = preparing(postgres(url, { max, onnotice: () => {}, connection }), onAsked);
  const db: Database = drizzle(sql, { schema: tables, casing: 'snake_case' });
  return { db, sql, end: () => sql.end({ timeout: 5 }) };
}
