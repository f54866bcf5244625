import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { inject, onTestFinished } from 'vitest';
import { type Connection, connect, type PoolSettings } from '../../server/database/connect.ts';
import { ReadPool } from '../../server/database/read-pool.ts';
import type {} from './setup.ts';

export interface TestDatabase extends Connection {
  readonly url: string;
  /** Where pages read, a workspace at a time. */
  readonly reads: ReadPool;
  /** Closes the connections and drops the database. Done by itself after the test that asked for it. */
  readonly drop: () => Promise<void>;
}

/**
 * A migrated database of its own, cloned from the run's template. Within a test it is dropped when the test ends; asked for
 * in `beforeAll`, call `drop` in `afterAll`.
 */
export async function aDatabase({ max = 5, ...settings }: PoolSettings = {}): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await administer(async (sql) => void (await sql`create database ${sql(name)} template wend_template`));
  const url = new URL(inject('postgresUrl'));
  url.pathname = name;
  const connection = connect(url.href, { max, ...settings });
  const reads = new ReadPool(url.href, { max });
  const drop = async (): Promise<void> => {
    await Promise.all([connection.end(), reads.end()]);
    await administer(async (sql) => void (await sql`drop database if exists ${sql(name)} with (force)`));
  };
  try {
    onTestFinished(drop);
  } catch {
    // Outside a test there is no end to wait for: the suite drops it.
  }
  return { ...connection, reads, url: url.href, drop };
}

async function administer(work: (sql: postgres.Sql) => Promise<void>): Promise<void> {
  const sql = postgres(inject('postgresUrl'), { max: 1, onnotice: () => {} });
  try {
    await work(sql);
  } finally {
    await sql.end();
  }
}
