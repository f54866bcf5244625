import { setTimeout } from 'node:timers/promises';
import { databaseClock } from '../../clock/index.ts';
import { connect } from '../../database/index.ts';
import { importHistory } from '../../demo/history.ts';
import { readShopOrders } from '../../demo/orders.ts';
import { replay } from '../../demo/replay.ts';
import { timelineOf } from '../../demo/timeline.ts';
import { readDemo, rememberDemo } from '../../seed/demo-facts.ts';
import { RoleMetrics } from '../../watch/metrics.ts';
import { runRole } from '../role.ts';

/** The sample shop's own server: brings its past in once, then goes on selling. */
await runRole('demo', async ({ settings, answer, log }) => {
  answer({ metrics: new RoleMetrics('demo').told });
  const facts = await readDemo(settings.home);
  if (!facts) return async () => {};
  const { db, end } = connect(settings.databaseUrl, { max: 1 });
  const startedAt = await databaseClock.now(db);
  await end();
  const startedMs = databaseClock.monotonicMs();
  const now = (): number => startedAt + databaseClock.monotonicMs() - startedMs;
  const stopping = new AbortController();
  const pause = (ms: number): Promise<void> => setTimeout(ms, undefined, { signal: stopping.signal }).catch(() => {});
  const orders = readShopOrders();
  const timeline = timelineOf(orders, facts.since);
  const intake = { url: `http://127.0.0.1:${settings.port}`, writeKey: facts.writeKey };
  const selling = (async () => {
    if (!facts.historyImported) {
      await importHistory(intake, timeline.history, orders);
      await rememberDemo(settings.home, { ...facts, historyImported: true });
    }
    await replay(intake, timeline, facts.since, { now, pause, stopped: () => stopping.signal.aborted });
  })();
  selling.catch((error: unknown) => {
    log.fault(error);
    process.exit(1);
  });
  return async () => {
    stopping.abort();
    await selling.catch(() => {});
  };
});
