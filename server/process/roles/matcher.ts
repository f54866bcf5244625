import { type Clock, databaseClock } from '../../clock/index.ts';
import { connect, Statistics } from '../../database/index.ts';
import { judge } from '../../drive/index.ts';
import { EVENTS_CHANNEL } from '../../intake/index.ts';
import { aMatcherMemory, type MatcherDeps, startMatching } from '../../matcher/index.ts';
import type { Traces } from '../../traces/index.ts';
import { notifyLanes } from '../../trips/notify.ts';
import { type Log, noLog } from '../../watch/log.ts';
import { RoleMetrics } from '../../watch/metrics.ts';
import { Pulse } from '../../watch/pulse.ts';
import type { VitalSigns } from '../../watch/vital-signs.ts';
import { silentMsOf } from './signs.ts';

export interface MatcherParts {
  readonly databaseUrl: string;
  readonly clock?: Clock | undefined;
  readonly onError: (error: unknown) => void;
  readonly log?: Log | undefined;
  readonly traces?: Traces | undefined;
}

export interface RunningMatcherRole {
  readonly metrics: RoleMetrics['told'];
  signs(): Promise<VitalSigns>;
  stop(): Promise<void>;
}

/** Starts the matcher role: it listens for new events, and tells the workers of the convoys that it leaves in the outbox. Answers how to drain it. */
export async function startMatcher(parts: MatcherParts): Promise<RunningMatcherRole> {
  const metrics = new RoleMetrics('matcher');
  const pool = connect(parts.databaseUrl, { max: 6, byIndex: true, ...metrics.pool('events') });
  const besidePool = connect(parts.databaseUrl, { max: 2, ...metrics.pool('beside') });
  const clock = parts.clock ?? databaseClock;
  const pulses = { learn: new Pulse(clock), match: new Pulse(clock) };
  const { onError, log = noLog } = parts;
  const batches = metrics.histogram('wend_matcher_batch_seconds', 'Batches of events, by stage', ['stage']);
  const dealtWith = metrics.counter('wend_matcher_events_total', 'Events learned and matched', ['stage']);
  const trips = { look: notifyLanes(besidePool.db, onError) };
  const statistics = new Statistics(besidePool.sql, clock.monotonicMs, onError);
  const deps: MatcherDeps = {
    ...{ db: pool.db, clock, trips, judge, memory: aMatcherMemory() },
    traces: parts.traces,
    onFailure: ({ error, ...about }) => log.fault(error, about, about.isParked ? 'error' : 'warn'),
  };
  const matcher = startMatching(deps, onError, ({ stage, events, tookMs }) => {
    pulses[stage].beat();
    if (events === 0) return;
    statistics.changed();
    batches.labels(stage).observe(tookMs / 1_000);
    dealtWith.labels(stage).inc(events);
    log.debug('Dealt with events', { stage, count: events, tookMs });
  });
  // Told as well when it listens again after a break: what came meanwhile was told to nobody.
  const ear = await pool.sql.listen(
    EVENTS_CHANNEL,
    () => matcher.hint(),
    () => matcher.hint(),
  );
  return {
    metrics: metrics.told,
    signs: async () => ({ silentMs: silentMsOf(Object.values(pulses)) }),
    async stop() {
      await ear.unlisten();
      await matcher.stop();
      await statistics.ended();
      await Promise.all([pool.end(), besidePool.end()]);
    },
  };
}
