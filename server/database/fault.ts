import { DrizzleQueryError } from 'drizzle-orm';
import postgres from 'postgres';

/** Thrown inside a transaction that has read what another one changed meanwhile: the same again sees it. */
export class ReadAgain extends Error {
  constructor(what: string) {
    super(`${what} changed meanwhile`);
    this.name = 'ReadAgain';
  }
}

/** `retry`: the same again may work at once; `data`: it never will, whatever it was given is the cause; `infrastructure`: the database is away. */
export type Fault = 'retry' | 'data' | 'infrastructure';

/** What kind of failure this is (SQLSTATE classes of PostgreSQL, appendix A). A defect in our own code counts as data: the input that meets it is set aside. */
export function faultOf(error: unknown): Fault {
  if (error instanceof ReadAgain) return 'retry';
  const cause = error instanceof DrizzleQueryError ? error.cause : error;
  if (cause instanceof postgres.PostgresError) {
    if (cause.code === '40001' || cause.code === '40P01') return 'retry';
    return /^(08|25P0[23]|53|55P03|57|58|F0|XX)/.test(cause.code) ? 'infrastructure' : 'data';
  }
  return isOfTheLink(cause) ? 'infrastructure' : 'data';
}

function isOfTheLink(cause: unknown): boolean {
  return (
    cause instanceof Error &&
    'code' in cause &&
    typeof cause.code === 'string' &&
    /^(CONNECT|CONNECTION_|E[A-Z]+$)/.test(cause.code)
  );
}

/** What went wrong in the database's own words: not the statement, whose parameters are personal. */
export function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return (cause instanceof Error ? cause.message : String(cause)).replaceAll('\0', '').slice(0, 500);
}
