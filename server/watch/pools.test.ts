import type { WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { expect, it, onTestFinished } from 'vitest';
import { aDatabase, until } from '../../test/harness/index.ts';
import { databaseClock } from '../clock/index.ts';
import { connect } from '../database/index.ts';
import { ReadPool } from '../database/read-pool.ts';
import { newId } from '../ids/index.ts';
import { pageOf, RoleMetrics } from './metrics.ts';
import { systemMetrics } from './system-metrics.ts';

const page = async (metrics: RoleMetrics) => pageOf([await metrics.told()]);

/** A transaction that stays open until it is let go. */
async function open(pool: Pick<ReturnType<typeof connect>, 'db'>) {
  let letGo = (): void => {};
  let begun = (): void => {};
  const isOpen = new Promise<void>((resolve) => (begun = resolve));
  const over = pool.db.transaction(async (tx) => {
    await tx.execute(sql`select 1`);
    begun();
    await new Promise<void>((resolve) => (letGo = resolve));
  });
  return { isOpen, over, letGo: () => letGo() };
}

it('counts for a transaction how long it waited, once it has a connection and not before', async () => {
  const { url } = await aDatabase();
  const metrics = new RoleMetrics('worker');
  const pool = connect(url, { max: 1, ...metrics.pool('small') });
  onTestFinished(() => pool.end());
  const waited = async () => /wend_pool_wait_seconds_count\{pool="small",.*\} (\d)/.exec(await page(metrics))?.[1];
  const first = await open(pool);
  await first.isOpen;
  const second = await open(pool);
  expect(await waited()).toBe('1');
  first.letGo();
  await second.isOpen;
  expect(await waited()).toBe('2');
  second.letGo();
  await Promise.all([first.over, second.over]);
});

it('counts the same for what a page reads', async () => {
  const { url } = await aDatabase();
  const metrics = new RoleMetrics('api');
  const reads = new ReadPool(url, { max: 1, ...metrics.pool('pages') });
  onTestFinished(() => reads.end());
  const db = reads.in(newId<WorkspaceId>());
  await Promise.all([1, 2, 3].map(() => db.execute(sql`select 1`)));
  expect(await page(metrics)).toMatch(/^wend_pool_wait_seconds_count\{pool="pages",role="api"\} 3$/m);
});

it('says of each pool of each role how many connections are open, and how many are in use', async () => {
  const { url, db } = await aDatabase();
  const [worker, api] = [new RoleMetrics('worker'), new RoleMetrics('api')];
  const crowd = connect(url, { max: 3, ...worker.pool('crowd') });
  const looks = connect(url, { max: 1, ...api.pool('looks') });
  onTestFinished(async () => void (await Promise.all([crowd.end(), looks.end()])));
  systemMetrics(api, looks.db, databaseClock);
  const held = await Promise.all([open(crowd), open(crowd)]);
  await Promise.all(held.map(({ isOpen }) => isOpen));
  await crowd.db.execute(sql`select 1`);
  await until(async () => (await db.$count(sql`pg_stat_activity where application_name = 'wend worker crowd'`)) === 3);
  const told = await page(api);
  expect(told).toContain('wend_pool_connections{pool="worker crowd",role="api"} 3');
  expect(told).toContain('wend_pool_connections_in_use{pool="worker crowd",role="api"} 2');
  expect(told).not.toContain('pool="api looks",role="api"} 1');
  for (const { letGo } of held) letGo();
  await Promise.all(held.map(({ over }) => over));
});
