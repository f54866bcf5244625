import type { Sql, TransactionSql } from 'postgres';

type Client = Sql | TransactionSql;
type Unsafe = Client['unsafe'];

/** A longer list is of rows, as many as there happened to be: each number of them would be one more statement for the server to keep. */
const MOST_PARAMETERS = 60;

/**
 * The driver, with every statement prepared once a connection. Drizzle asks for each one anew: that is a second way to the server and
 * another plan every time, most of what Postgres does for a lone run. (`?prepare=false` in the address turns it off, for an old pooler.)
 */
export function preparing<Driver extends Client>(client: Driver, onAsked?: () => () => void): Driver {
  const { unsafe } = client;
  Object.assign(client, {
    unsafe: (...[query, parameters, options]: Parameters<Unsafe>) =>
      unsafe(query, parameters, {
        ...options,
        prepare: (parameters?.length ?? 0) <= MOST_PARAMETERS,
      }),
  });
  if ('begin' in client) Object.assign(client, { begin: inside(client.begin, onAsked) });
  if ('savepoint' in client) Object.assign(client, { savepoint: inside(client.savepoint) });
  return client;
}

type Work<Result> = (tx: TransactionSql) => Result | Promise<Result>;

/** A transaction has a driver of its own, which prepares as well. `onAsked` is told of it, and what it answers once it has begun. */
function inside<Answer>(open: (work: Work<unknown>) => Answer, onAsked?: () => () => void) {
  return (work: Work<unknown>): Answer => {
    const onBegun = onAsked?.();
    return open((tx) => {
      onBegun?.();
      return work(preparing(tx));
    });
  };
}
