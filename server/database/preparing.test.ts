import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { aDatabase } from '../../test/harness/index.ts';

it('prepares a statement once a connection, in and out of transactions and savepoints', async () => {
  const { db } = await aDatabase({ max: 1 });
  const ask = (on: Pick<typeof db, 'execute'>) => on.execute(sql`select ${'x'}::text as said`);
  await ask(db);
  await db.transaction(async (tx) => {
    await ask(tx);
    await tx.transaction(ask);
  });
  await ask(db);
  const prepared = await db.execute(
    sql`select generic_plans + custom_plans as runs from pg_prepared_statements where statement like '%::text as said'`,
  );
  expect([...prepared]).toEqual([{ runs: '4' }]);
});
