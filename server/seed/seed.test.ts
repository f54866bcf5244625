import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq, sql } from 'drizzle-orm';
import { expect, it, onTestFinished } from 'vitest';
import { aDatabase } from '../../test/harness/index.ts';
import { openKeys } from '../access/index.ts';
import type { Database } from '../database/index.ts';
import { clickRules } from '../demo/clicks.ts';
import { demoJourneys } from '../demo/journeys.ts';
import { writeKeyHash } from '../intake/index.ts';
import { sendingParts } from '../process/roles/parts.ts';
import { startSandbox } from '../sandbox/index.ts';
import { journeys, providers, sources, workspaces } from '../tables/index.ts';
import { readDemo } from './demo-facts.ts';
import { seed } from './index.ts';

const elsewhere = {
  temporalAddress: '127.0.0.1:9',
  temporalNamespace: 'default',
  port: 9,
  publicUrl: 'http://localhost:9',
  workflowBundle: '',
  editor: '',
  allowedHosts: [],
  proxies: 0,
};

/** A first start: an empty database, an empty home, and where the sandbox is this time. */
async function aFirstStart() {
  const { db, url } = await aDatabase();
  const home = await mkdtemp(join(tmpdir(), 'wend-seed-'));
  onTestFinished(() => rm(home, { recursive: true }));
  const sandboxAt = (port: number) => ({ sandboxPort: port, sandboxUrl: `http://127.0.0.1:${port}` });
  const settingsWith = (port: number) => ({ ...elsewhere, ...sandboxAt(port), databaseUrl: url, home });
  return { db, home, settingsWith };
}

it('gives the sample shop sandbox accounts that its senders can open, with customers who click', async () => {
  const { db, home, settingsWith } = await aFirstStart();
  const sandbox = await startSandbox(db);
  onTestFinished(sandbox.close);
  const settings = settingsWith(sandbox.port);
  await seed(settings);
  await seed(settings);
  const { account } = sendingParts(settings, openKeys(home));
  const accounts = await db.select().from(providers);
  expect(accounts.map(({ channel }) => channel).sort()).toEqual(['email', 'push', 'sms']);
  for (const provider of accounts) {
    const { url, key, account: id } = account(provider).config;
    const answer = await fetch(`${url}/accounts/${id}/script`, { headers: { authorization: `Bearer ${key}` } });
    expect(await answer.json()).toEqual({
      rules: Object.entries(clickRules).find(([of]) => of === provider.channel)?.[1],
    });
  }
});

it('sends to where the sandbox is now, whatever port it had when the shop was made', async () => {
  const { db, home, settingsWith } = await aFirstStart();
  await seed(settingsWith(4001));
  await db.update(providers).set({ config: { url: 'http://127.0.0.1:4001', honesty: 'idempotent' } });
  const { account } = sendingParts(settingsWith(4002), openKeys(home));
  for (const provider of await db.select().from(providers))
    expect(account(provider).config['url']).toBe('http://127.0.0.1:4002');
});

/** Where a first start may be stopped, as something that stops it there and how to be rid of that. */
const stops = {
  'while the workspace is made': refusing('quiet_hours'),
  'between two journeys': refusing('journey_versions', `when (new.document->>'name' = '${demoJourneys[1]?.name}')`),
  'before the shop knows its key': {
    block: (_: Database, home: string) => mkdir(join(home, 'demo.json')),
    free: (_: Database, home: string) => rm(join(home, 'demo.json'), { recursive: true }),
  },
  'while it is committed': refusing('workspaces', '', 'constraint trigger', 'deferrable initially deferred'),
};

function refusing(table: string, when = '', kind = 'trigger', timing = '') {
  return {
    block: async (db: Database) => {
      await db.execute(
        sql`create function stop() returns trigger language plpgsql as $$ begin raise 'stopped'; end $$`,
      );
      await db.execute(
        sql.raw(`create ${kind} stop after insert on ${table} ${timing} for each row ${when} execute function stop()`),
      );
    },
    free: (db: Database) => db.execute(sql`drop function stop cascade`),
  };
}

it.each(Object.entries(stops))('completes at the next start what was stopped %s', async (_, { block, free }) => {
  const { db, home, settingsWith } = await aFirstStart();
  await block(db, home);
  await expect(seed(settingsWith(4001))).rejects.toThrow();
  expect(await db.select().from(workspaces)).toEqual([]);
  await free(db, home);
  await seed(settingsWith(4001));
  const live = await db.select().from(journeys).where(eq(journeys.state, 'live'));
  expect(live.map(({ name }) => name).sort()).toEqual(demoJourneys.map(({ name }) => name).sort());
  const [source] = await db.select().from(sources);
  const facts = await readDemo(home);
  expect(facts).toMatchObject({ workspaceId: source?.workspaceId, historyImported: false });
  expect(writeKeyHash(facts?.writeKey ?? '')).toEqual(source?.keyHash);
});
