import type { WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { aDatabase, until } from '../../test/harness/index.ts';
import { databaseClock } from '../clock/index.ts';
import { newId } from '../ids/index.ts';
import { workspaces } from '../tables/index.ts';
import { causeOf } from './index.ts';
import { ReadPool } from './read-pool.ts';

async function twoShops(max = 2) {
  const database = await aDatabase({ max });
  const [mine, theirs] = [newId<WorkspaceId>(), newId<WorkspaceId>()];
  for (const id of [mine, theirs])
    await database.db.insert(workspaces).values({ id, name: `of ${id}`, createdAt: databaseClock.sql });
  return { ...database, mine, theirs };
}

it('shows each its own, also where a read forgets to say of which workspace and many read at a time', async () => {
  const { reads, mine, theirs } = await twoShops();
  const seen = (id: WorkspaceId) => reads.in(id).select({ id: workspaces.id }).from(workspaces);
  const asked = Array.from({ length: 20 }, (_, n) => (n % 3 === 0 ? theirs : mine));
  expect(await Promise.all(asked.map(seen))).toEqual(asked.map((id) => [{ id }]));
});

it('reads on after a read that failed', async () => {
  const { reads, mine } = await twoShops(1);
  const db = reads.in(mine);
  const failed = await db.execute(sql`select * from nowhere`).catch((error: unknown) => error);
  expect(causeOf(failed)).toMatch('does not exist');
  expect(await db.$count(workspaces)).toBe(1);
});

it('gives nothing where it does not know of which workspace', async () => {
  const { reads, db } = await twoShops();
  for (const id of ['', "'; select 1; --", newId().replaceAll('-', '')])
    expect(() => reads.in(id as WorkspaceId)).toThrow('no id of a workspace');
  const unnamed = db.transaction(async (tx) => {
    await tx.execute(sql`set local role wend_workspace`);
    return tx.select().from(workspaces);
  });
  expect(causeOf(await unnamed.catch((error: unknown) => error))).toMatch('wend.workspace');
});

it('reads on when the connections were cut, in its workspace', async () => {
  const { url, sql: driver, mine } = await twoShops();
  const pool = new ReadPool(`${url}?application_name=pages`, { max: 1 });
  const seen = () => pool.in(mine).select({ id: workspaces.id }).from(workspaces);
  try {
    expect(await seen()).toEqual([{ id: mine }]);
    const slow = pool.in(mine).execute(sql`select pg_sleep(600)`);
    const cut = slow.catch((error: unknown) => causeOf(error));
    await until(async () => {
      const ended = await driver`
        select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'pages' and query like '%pg_sleep%'`;
      return ended.length > 0;
    });
    expect(await cut).toMatch(/terminating connection|CONNECTION_CLOSED/);
    await until(() =>
      seen().then(
        (rows) => rows.length === 1 && rows[0]?.id === mine,
        () => false,
      ),
    );
  } finally {
    await pool.end();
  }
});
