import type { Instant } from '@wend/engine';
import { type SQL, sql } from 'drizzle-orm';

/** An instant as a moment of Postgres. */
export function timestamp(at: Instant): SQL {
  return sql`${new Date(at).toISOString()}::timestamptz`;
}

/** A moment of Postgres as an instant, in text: read it with `Number`. */
export function epochMs(moment: SQL): SQL {
  return sql`(extract(epoch from ${moment}) * 1000)::bigint::text`;
}
