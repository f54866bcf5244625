import { Connection } from '@temporalio/client';
import { expect, it } from 'vitest';
import { aDatabase, aTaskQueue, chromium, temporalAddress } from './index.ts';

it('gives each test a migrated database of its own', async () => {
  const [one, other] = await Promise.all([aDatabase(), aDatabase()]);
  await one.sql`create table scribbled (line text)`;
  const tablesOf = async ({ sql }: typeof one) =>
    (await sql`select tablename from pg_tables`).map((row) => row['tablename']);
  expect(await tablesOf(one)).toEqual(expect.arrayContaining(['runs', 'events', 'scribbled']));
  expect(await tablesOf(other)).toContain('runs');
  expect(await tablesOf(other)).not.toContain('scribbled');
});

it('runs one Temporal server for all who ask', async () => {
  const [address, same] = await Promise.all([temporalAddress(), temporalAddress()]);
  expect(same).toBe(address);
  const connection = await Connection.connect({ address });
  const { namespaces } = await connection.workflowService.listNamespaces({});
  expect(namespaces?.map(({ namespaceInfo }) => namespaceInfo?.name)).toContain('default');
  await connection.close();
});

it('gives each suite a task queue of its own', () => {
  expect(aTaskQueue()).not.toBe(aTaskQueue());
});

it('opens a real browser', async () => {
  const browser = await chromium();
  const page = await browser.newPage();
  await page.setContent('<h1>Wend</h1>');
  expect(await page.getByRole('heading').textContent()).toBe('Wend');
  await browser.close();
});
