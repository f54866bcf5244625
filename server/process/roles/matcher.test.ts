import { PassThrough } from 'node:stream';
import { sql } from 'drizzle-orm';
import { expect, it, onTestFinished } from 'vitest';
import { aMatcher, on } from '../../../test/harness/a-matcher.ts';
import { aDatabase, until } from '../../../test/harness/index.ts';
import { makeLog } from '../../watch/log.ts';
import { pageOf } from '../../watch/metrics.ts';
import { startMatcher } from './matcher.ts';

/** The matcher as its process runs it, and the lines of its log. */
async function aMatcherRole() {
  const database = await aDatabase();
  const shop = await aMatcher(database);
  const logged: unknown[] = [];
  const to = new PassThrough().on('data', (line) => logged.push(JSON.parse(String(line))));
  const log = makeLog({ role: 'matcher', level: 'info', to: [to] });
  const { metrics, stop } = await startMatcher({ databaseUrl: database.url, onError: log.fault, log });
  onTestFinished(stop);
  return { shop, logged, page: async () => pageOf([await metrics()]) };
}

it('counts the events that it learned and matched, and times its batches', async () => {
  const { shop, page } = await aMatcherRole();
  await shop.say(on('Enter', 'ada'), on('Enter', 'bob'));
  await until(async () => /wend_matcher_events_total\{stage="match",role="matcher"\} 2/.test(await page()));
  const told = await page();
  expect(told).toContain('wend_matcher_events_total{stage="learn",role="matcher"} 2');
  for (const stage of ['learn', 'match'])
    expect(told).toMatch(
      new RegExp(`^wend_matcher_batch_seconds_count\\{stage="${stage}",role="matcher"\\} [12]$`, 'm'),
    );
});

it('tells its log by ids of an event that it could not work on, as a warning until it sets it aside, and nothing of whom it is about', async () => {
  const { shop, logged } = await aMatcherRole();
  await shop.db.execute(sql`alter table profile_identities add constraint closed check (value <> 'ada-lovelace')`);
  await shop.say(on('Enter', 'ada-lovelace'));
  await until(async () => (await shop.queue()).some(({ parkedAt }) => parkedAt !== null));
  const [queued] = await shop.queue();
  await until(() => logged.length === 5);
  const about = { workspaceId: shop.workspaceId, eventId: queued?.eventId };
  expect(logged).toMatchObject([
    ...Array(4).fill({ ...about, level: 'warn', isParked: false }),
    { ...about, level: 'error', isParked: true },
  ]);
  expect(JSON.stringify(logged)).not.toContain('lovelace');
});
