import type { MessageId } from '@wend/engine';
import { eq } from 'drizzle-orm';
import { expect, it, onTestFinished } from 'vitest';
import { aMatcher, minute, on } from '../../test/harness/a-matcher.ts';
import { aDatabase } from '../../test/harness/index.ts';
import { databaseClock } from '../clock/index.ts';
import { connect } from '../database/index.ts';
import { newId } from '../ids/index.ts';
import { freePort } from '../process/ports.ts';
import { eventQueue, messages, runs } from '../tables/index.ts';
import { pageOf, providerMetrics, RoleMetrics } from './metrics.ts';
import { systemMetrics } from './system-metrics.ts';

/** As it comes through the channel between two processes. */
const travelled = async (metrics: RoleMetrics): Promise<unknown> => JSON.parse(JSON.stringify(await metrics.told()));

it('makes one page of what all roles count, each under its name, and goes without those who say nothing', async () => {
  const [matcher, worker] = [new RoleMetrics('matcher'), new RoleMetrics('worker')];
  matcher.counter('wend_seen_total', 'Seen', ['stage']).labels('learn').inc(3);
  worker.counter('wend_seen_total', 'Seen', ['stage']).labels('learn').inc(4);
  providerMetrics(worker)({ channel: 'sms', outcome: 'accepted', tookMs: 40 });
  const page = await pageOf([await travelled(matcher), undefined, { nonsense: true }, await travelled(worker)]);
  expect(page).toContain('wend_seen_total{stage="learn",role="matcher"} 3');
  expect(page).toContain('wend_seen_total{stage="learn",role="worker"} 4');
  expect(page).toMatch(
    /^wend_provider_call_seconds_bucket\{le="0.05",channel="sms",outcome="accepted",role="worker"\} 1$/m,
  );
  expect(page).toMatch(/^process_resident_memory_bytes\{role="matcher"\} \d+$/m);
  expect(page.match(/^# TYPE wend_seen_total counter$/gm)).toHaveLength(1);
  expect(page).not.toMatch(/null|undefined|NaN/);
});

it('says how late the latest workspace is, what stands aside, what is queued and which convoys are under way', async () => {
  const shop = await aMatcher(await aDatabase());
  await aMatcher(shop);
  await shop.publish({});
  await shop.say(on('Enter', 'ada'), on('Enter', 'bob'));
  await shop.settle();
  const [run, parked] = await shop.runs();
  if (!run || !parked) throw new Error('Nobody entered');
  await shop.db.update(runs).set({ phase: 'parked', error: 'A fault' }).where(eq(runs.id, parked.id));
  const moment = (minutes: number): number => run.createdAt + minutes * minute;
  shop.clock.moveTo(moment(1));
  await shop.say(on('Browsed', 'ada'), on('Browsed', 'bob'), on('Browsed', 'bob'));
  const [, second, third] = await shop.queue();
  for (const { seq } of [second, third].flatMap((one) => one ?? []))
    await shop.db
      .update(eventQueue)
      .set({ parkedAt: moment(1) })
      .where(eq(eventQueue.seq, seq));
  const { workspaceId, profileId, journeyId, journeyVersionId } = run;
  await shop.db.insert(messages).values({
    ...{ workspaceId, profileId, journeyId, journeyVersionId, runId: run.id, id: newId<MessageId>(), step: 'sms' },
    ...{ visit: 1, channel: 'sms', purpose: 'marketing', plannedAt: moment(1), state: 'sending', sendingAt: moment(2) },
    spec: {
      ...{ channel: 'sms', purpose: 'marketing', content: {} },
      whenHeld: { quietHours: 'defer', frequencyCap: 'defer' },
    },
    orphaned: true,
  });
  shop.clock.moveTo(moment(4));
  const metrics = new RoleMetrics('api');
  systemMetrics(metrics, shop.db, shop.clock);
  const page = await pageOf([await metrics.told()]);
  const wend = page.split('\n').filter((line) => /^wend_.*\} [^0]/.test(line));
  expect(wend.sort()).toEqual([
    'wend_convoys{phase="forming",role="api"} 1',
    'wend_late_seconds{what="event",role="api"} 180',
    'wend_late_seconds{what="message",role="api"} 120',
    'wend_late_seconds{what="run",role="api"} 240',
    'wend_parked{what="event",role="api"} 2',
    'wend_parked{what="run",role="api"} 1',
    'wend_queued_events{stage="learn",role="api"} 1',
  ]);
});

it('says how late all are, what stands aside and what is queued, and nothing of it where the database is away', async () => {
  const { db } = await aDatabase();
  const metrics = new RoleMetrics('api');
  systemMetrics(metrics, db, databaseClock);
  const page = await pageOf([await metrics.told()]);
  expect(page).toContain('wend_late_seconds{what="event",role="api"} 0');
  expect(page).toContain('wend_parked{what="run",role="api"} 0');
  expect(page).toContain('wend_queued_events{stage="match",role="api"} 0');
  expect(page).toContain('wend_convoys{phase="driving",role="api"} 0');
  const away = new RoleMetrics('api');
  const nowhere = connect(`postgres://nobody@127.0.0.1:${await freePort()}/nothing`, { max: 1 });
  onTestFinished(() => nowhere.end());
  systemMetrics(away, nowhere.db, databaseClock);
  const without = await pageOf([await away.told()]);
  expect(without).not.toMatch(/^wend_late_seconds\{/m);
  expect(without).toContain('process_resident_memory_bytes');
});
