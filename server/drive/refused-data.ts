import postgres from 'postgres';

/** Postgres refused the values, not the connection: data exceptions (22), constraints (23), programs too big for their limits (54), P0001. */
export function isRefusedData(error: unknown): error is Error {
  const cause = error instanceof Error && error.cause instanceof postgres.PostgresError ? error.cause : error;
  return cause instanceof postgres.PostgresError && /^(22|23|54|P0001)/.test(cause.code);
}
