import { sql } from 'drizzle-orm';
import { boolean, check, integer, pgTable } from 'drizzle-orm/pg-core';

/** One row. A re-seat raises the epoch, so that no drive of an older Temporal moves a run. */
export const system = pgTable(
  'system',
  { only: boolean().primaryKey().default(true), epoch: integer().notNull().default(1) },
  (row) => [check('system_one_row', sql`${row.only}`)],
);
