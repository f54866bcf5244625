import type { Sql } from 'postgres';

/** Below this a plan for a small table is as good as any. */
const FEW_CHANGES = 300;
/** Postgres' own counts of changes are about a second old. */
const EVERY_MS = 1_500;

/**
 * Has Postgres look again at tables that have doubled since it last did. It plans by what it saw then, and keeps the plan: one that was made
 * for an empty table reads the whole of it for each row once a crowd is in it, until autovacuum comes by, a minute later. Each size is
 * looked at once, so the larger the table, the rarer.
 */
export class Statistics {
  readonly #sql: Sql;
  readonly #monotonicMs: () => number;
  readonly #onError: (error: unknown) => void;
  #lookedMs = Number.NEGATIVE_INFINITY;
  #looking: Promise<void> | undefined;

  constructor(sql: Sql, monotonicMs: () => number, onError: (error: unknown) => void) {
    this.#sql = sql;
    this.#monotonicMs = monotonicMs;
    this.#onError = onError;
  }

  /** To be called whenever rows have been written; looks now and then. */
  changed(): void {
    if (this.#looking || this.#monotonicMs() - this.#lookedMs < EVERY_MS) return;
    this.#lookedMs = this.#monotonicMs();
    this.#looking = this.look()
      .then(() => {}, this.#onError)
      .finally(() => {
        this.#looking = undefined;
      });
  }

  /** The look under way has ended. */
  async ended(): Promise<void> {
    await this.#looking;
  }

  /** Answers which tables were looked at. A table that somebody else looks at is left to them. */
  async look(): Promise<readonly string[]> {
    const grown = await this.#sql<{ name: string }[]>`
      select format('%I.%I', s.schemaname, s.relname) as name from pg_stat_user_tables s join pg_class c on c.oid = s.relid
      where s.n_mod_since_analyze > greatest(${FEW_CHANGES}, c.reltuples) order by 1`;
    const names = grown.map(({ name }) => name);
    if (names.length > 0) await this.#sql.unsafe(`analyze (skip_locked) ${names.join(', ')}`);
    return names;
  }
}
