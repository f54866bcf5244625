import type { Instant } from '@wend/engine';
import { type SQL, sql } from 'drizzle-orm';
import { epochMs, type Reading, timestamp } from '../database/index.ts';

/** The one place time comes from. Postgres decides every instant; under the virtual clock it is a value. */
export interface Clock {
  /** The present instant, to the millisecond. */
  now(db: Reading): Promise<Instant>;
  /** The present instant inside a statement. */
  readonly sql: SQL;
  /** An instant before the statement reads anything: whatever was committed by then, it sees. (`statement_timestamp()` is set anew after the snapshot.) */
  readonly snapshotSql: SQL;
  /** Milliseconds since some fixed point, for time-outs and slices; never compared with an instant. */
  monotonicMs(): number;
}

/** Postgres' own clock. `clock_timestamp()`, so that a statement late in a transaction does not see the past. */
export const databaseClock: Clock = {
  sql: sql`date_trunc('milliseconds', clock_timestamp())`,
  snapshotSql: sql`date_trunc('milliseconds', transaction_timestamp())`,
  async now(db) {
    const rows = await db.execute<{ now: string }>(sql`select ${epochMs(sql`clock_timestamp()`)} as now`);
    const [row] = [...rows];
    if (!row) throw new Error('Postgres did not tell the time');
    return Number(row.now);
  },
  monotonicMs: () => performance.now(),
};

/** A clock that stands still until it is moved: for tests, demos and back-tests on real Postgres. */
export class VirtualClock implements Clock {
  #now: Instant;

  constructor(start: Instant) {
    this.#now = start;
  }

  get sql(): SQL {
    return timestamp(this.#now);
  }

  get snapshotSql(): SQL {
    return this.sql;
  }

  async now(): Promise<Instant> {
    return this.#now;
  }

  /** Never goes back. */
  moveTo(at: Instant): void {
    if (at > this.#now) this.#now = at;
  }

  monotonicMs(): number {
    return performance.now();
  }
}
