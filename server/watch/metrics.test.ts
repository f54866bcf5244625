import { expect, it, onTestFinished } from 'vitest';
import { aDatabase } from '../../test/harness/index.ts';
import { databaseClock } from '../clock/index.ts';
import { connect } from '../database/index.ts';
import { freePort } from '../process/ports.ts';
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
