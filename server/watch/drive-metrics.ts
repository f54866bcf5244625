import type { DriveCounts } from '../drive/deps.ts';
import type { LaneCounts } from '../trips/start-lane.ts';
import type { RoleMetrics } from './metrics.ts';

/** What the drives of each lane count. */
export function driveMetrics(metrics: RoleMetrics): (lane: string) => DriveCounts {
  const moved = metrics.counter('wend_runs_moved_total', 'Runs that went on, by what they came to', ['lane', 'to']);
  const held = metrics.counter('wend_messages_held_total', 'Messages that a gate held, by what came of it', [
    ...(['lane', 'gate', 'how'] as const),
  ]);
  return (lane) => ({
    moved: (to, runs) => moved.labels(lane, to).inc(runs),
    held: (gate, how, messages) => held.labels(lane, gate, how).inc(messages),
  });
}

/** What leaves, and what Temporal is asked for. */
export function laneMetrics(metrics: RoleMetrics): LaneCounts {
  const left = metrics.counter('wend_convoys_started_total', 'Convoys that left on their first leg', ['lane']);
  const aboard = metrics.counter('wend_convoy_runs_total', 'Runs that left in them', ['lane']);
  const asked = metrics.counter('wend_workflows_asked_total', 'Workflows started or woken', ['workflow']);
  return {
    left(lane, runs) {
      left.labels(lane).inc();
      aboard.labels(lane).inc(runs);
    },
    asked: (workflow) => asked.labels(workflow).inc(),
  };
}
