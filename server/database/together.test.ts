import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { aDatabase } from '../../test/harness/index.ts';
import { faultOf, type Transaction, together } from './index.ts';

const asked = async (tx: Transaction, n: string): Promise<number> => {
  const [row] = await tx.execute<{ n: number }>(sql`select ${n}::int as n`);
  return row?.n ?? 0;
};

it('answers in the order of asking', async () => {
  const { db } = await aDatabase({ max: 1 });
  expect(await db.transaction((tx) => together(asked(tx, '1'), asked(tx, '2'), asked(tx, '3')))).toEqual([1, 2, 3]);
});

it('tells the failure that was the first, and lets nothing run on after the transaction', async () => {
  const { db } = await aDatabase({ max: 1 });
  await db.execute(sql`create table marks (n int)`);
  const mark = async (tx: Transaction, times: number): Promise<void> => {
    for (let n = 0; n < times; n += 1) await tx.execute(sql`insert into marks values (${n})`);
  };
  const failing = db.transaction((tx) => together(mark(tx, 5), asked(tx, 'no number'), mark(tx, 2)));
  const error = await failing.catch((reason: unknown) => reason);
  // What comes after it in the transaction fails as well, and would count as a database that is away.
  expect(faultOf(error)).toBe('data');
  expect([...(await db.execute(sql`select n from marks`))]).toEqual([]);
});
