import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { aWorkspace } from '../../test/harness/a-workspace.ts';
import { aDatabase } from '../../test/harness/index.ts';
import { aDocument } from '../../test/run-loop/bed/nodes.ts';
import { aTestBed } from '../../test/run-loop/bed/test-bed.ts';
import { runs } from '../tables/index.ts';
import { records } from './records.ts';
import { Statistics } from './statistics.ts';

it('plans the hot path by indexes, once', async () => {
  const { db } = await aDatabase({ byIndex: true, max: 1 });
  const [set] = await db.execute(sql`
    select current_setting('enable_seqscan') as seqscan, current_setting('enable_hashjoin') as hashjoin, current_setting('enable_mergejoin') as mergejoin,
      current_setting('plan_cache_mode') as mode, current_setting('random_page_cost') as page`);
  expect(set).toEqual({
    seqscan: 'off',
    hashjoin: 'off',
    mergejoin: 'off',
    mode: 'force_generic_plan',
    page: '1.1',
  });
});

it('expects few of what it is given, so that each is found by an index', async () => {
  const { db } = await aDatabase();
  const plan = await db.execute<{ 'QUERY PLAN': string }>(
    sql`explain select given.id from ${records('given', [{ id: crypto.randomUUID() }], { id: 'uuid' })}`,
  );
  expect(plan[0]?.['QUERY PLAN']).toContain('rows=1 ');
});

it('has a table looked at once it has doubled, and not again before it doubles again', async () => {
  const { db, sql: driver } = await aDatabase();
  const statistics = new Statistics(driver, performance.now, () => {});
  const workspaceId = await aWorkspace(db, 0);
  const grow = async (by: number): Promise<readonly string[]> => {
    await db.execute(
      sql`insert into profiles (workspace_id, id, created_at, updated_at) select ${workspaceId}, gen_random_uuid(), now(), now() from generate_series(1, ${by}::int)`,
    );
    await driver`select pg_stat_force_next_flush()`;
    return statistics.look();
  };
  await statistics.look();
  expect(await grow(100)).toEqual([]);
  expect(await grow(500)).toContain('public.profiles');
  expect(await grow(310)).toEqual([]);
  expect(await grow(310)).toContain('public.profiles');
  const [known] = await driver`select reltuples::int as rows from pg_class where oid = 'profiles'::regclass`;
  expect(known?.['rows']).toBe(1_220);
});

it('writes no index when a run in a convoy goes on', async () => {
  const bed = await aTestBed();
  try {
    const journey = await bed.journey(aDocument({ nudge: { type: 'say' } }));
    await bed.enterAll(journey, [await bed.person()]);
    await bed.db.transaction(async (tx) => {
      const counted = async () => {
        const [row] = await tx.execute<{ updated: number; hot: number }>(sql`
          select pg_stat_get_xact_tuples_updated('runs'::regclass)::int as updated, pg_stat_get_xact_tuples_hot_updated('runs'::regclass)::int as hot`);
        return row ?? { updated: 0, hot: 0 };
      };
      const before = await counted();
      await tx.update(runs).set({ step: 'nudge', phase: 'sending', dueAt: 1, visit: 2, claims: 3 });
      const after = await counted();
      expect([after.updated - before.updated, after.hot - before.hot]).toEqual([1, 1]);
    });
  } finally {
    await bed.close();
  }
});
