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

/** What went wrong in its own words: not the statement, whose parameters are personal, nor the value that did not fit. */
export function causeOf(error: unknown): string {
  const cause = innermost(error);
  const words = cause instanceof Error ? cause.message : String(cause);
  return (isAboutAValue(cause) ? words.replace(/".*"/s, '"…"') : words).replaceAll('\0', '').slice(0, 500);
}

/** The same failure for logs and for Temporal, which keep what they are told: its cause, and where it happened. */
export function impersonal(error: unknown): Error {
  const plain = new Error(causeOf(error));
  const frames = (error instanceof Error ? (error.stack ?? '') : '').split('\n').filter((line) => /^\s+at /.test(line));
  plain.stack = [String(plain), ...frames].join('\n');
  return plain;
}

function innermost(error: unknown): unknown {
  return error instanceof Error && error.cause instanceof Error ? innermost(error.cause) : error;
}

/** SQLSTATE class 22: the message quotes what was given. */
function isAboutAValue(cause: unknown): boolean {
  return cause instanceof postgres.PostgresError && cause.code.startsWith('22');
}
