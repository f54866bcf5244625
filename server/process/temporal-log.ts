import {
  DefaultLogger,
  type LogEntry,
  type MetricsBuffer,
  makeTelemetryFilterString,
  Runtime,
} from '@temporalio/worker';
import type { About, Log } from '../watch/log.ts';

/** What Temporal's library says, its native part too, becomes lines of ours; what it counts is put aside. Once a process, before anything connects. */
export function hearTemporal(log: Log, counts: MetricsBuffer): void {
  Runtime.install({
    logger: new DefaultLogger('INFO', (entry) => logEntry(log, entry)),
    telemetryOptions: {
      logging: { filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }), forward: {} },
      metrics: { buffer: counts },
    },
  });
}

/** It warns of queues that have activities alone, at each start; those beside the workflows' own are meant to. */
const AS_MEANT = 'No workflows registered, not polling for workflow tasks';

/** Its notices are of use to who looks into Temporal; what it warns of is of use to all. */
export function logEntry(log: Log, { level, message, meta }: Pick<LogEntry, 'level' | 'message' | 'meta'>): void {
  const about = aboutOf(meta ?? {});
  const grade = level === 'ERROR' ? 'error' : 'warn';
  if (level === 'INFO' || message === AS_MEANT) log.debug(message, about);
  else if (meta?.['error'] instanceof Error) log.fault(meta['error'], about, grade);
  else log.fault(new Error(message), about, grade);
}

function aboutOf(meta: Readonly<Record<string, unknown>>): About {
  const text = (name: string): string | undefined => (typeof meta[name] === 'string' ? meta[name] : undefined);
  const { durationMs } = meta;
  return {
    workflowId: text('workflowId'),
    workspaceId: text('workspaceId'),
    convoyId: text('convoyId'),
    entranceId: text('entranceId'),
    activity: text('activityType'),
    tookMs: typeof durationMs === 'number' ? durationMs : undefined,
  };
}
