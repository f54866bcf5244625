import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { aDatabase } from '../../test/harness/index.ts';
import { openKeys } from '../access/index.ts';
import { clickRules } from '../demo/clicks.ts';
import { sendingParts } from '../process/roles/parts.ts';
import { startSandbox } from '../sandbox/index.ts';
import { providers } from '../tables/index.ts';
import { seed } from './index.ts';

it('gives the sample shop sandbox accounts that its senders can open, with customers who click', async () => {
  const { db, url } = await aDatabase();
  const home = await mkdtemp(join(tmpdir(), 'wend-seed-'));
  onTestFinished(() => rm(home, { recursive: true }));
  const sandbox = await startSandbox(db);
  onTestFinished(sandbox.close);
  const settings = {
    databaseUrl: url,
    temporalAddress: '127.0.0.1:9',
    temporalNamespace: 'default',
    home,
    port: 9,
    publicUrl: 'http://localhost:9',
    sandboxPort: sandbox.port,
    sandboxUrl: sandbox.url,
    workflowBundle: '',
    editor: '',
    allowedHosts: [],
    proxies: 0,
  };
  await seed(settings);
  await seed(settings);
  const { account } = sendingParts(settings, openKeys(home));
  const accounts = await db.select().from(providers);
  expect(accounts.map(({ channel }) => channel).sort()).toEqual(['email', 'push', 'sms']);
  for (const provider of accounts) {
    const { key, account: id } = account(provider).config;
    const answer = await fetch(`${sandbox.url}/accounts/${id}/script`, { headers: { authorization: `Bearer ${key}` } });
    expect(await answer.json()).toEqual({
      rules: Object.entries(clickRules).find(([of]) => of === provider.channel)?.[1],
    });
  }
});
