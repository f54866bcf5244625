import { type BufferedMetricUpdate, MetricsBuffer } from '@temporalio/worker';
import type { Counter, Gauge, Histogram } from 'prom-client';
import type { RoleMetrics } from '../watch/metrics.ts';

/** What Temporal's library may say of a count beside its name. Its ids, hosts and error texts are not among it. */
const LABELS = [
  ...(['namespace', 'task_queue', 'workflow_type', 'activity_type', 'worker_type', 'poller_type'] as const),
  ...(['operation', 'status_code', 'eager', 'failure_reason'] as const),
];
type Label = (typeof LABELS)[number];

const DRAIN_EVERY_MS = 1_000;
/** Several seconds of a crowd's: what does not fit is lost, and told to the log. */
const MOST_UPDATES = 100_000;

/** What Temporal's library counts in this process. It keeps it for whoever asks, so that it needs no port of its own for a scraper. */
export class TemporalMetrics {
  readonly buffer = new MetricsBuffer({ maxBufferSize: MOST_UPDATES, useSecondsForDurations: true });
  readonly #known = new Map<string, Counter<Label> | Gauge<Label> | Histogram<Label>>();
  readonly #metrics: RoleMetrics;

  constructor(metrics: RoleMetrics) {
    this.#metrics = metrics;
  }

  /** Takes over what has been counted, now and every second, until it is told to stop. */
  start(): () => void {
    const timer = setInterval(() => this.take(this.buffer.retrieveUpdates()), DRAIN_EVERY_MS);
    timer.unref();
    return () => clearInterval(timer);
  }

  take(updates: Iterable<Pick<BufferedMetricUpdate, 'metric' | 'value' | 'attributes'>>): void {
    for (const { metric, value, attributes } of updates) {
      const labels: Partial<Record<Label, string>> = {};
      for (const label of LABELS) if (attributes[label] !== undefined) labels[label] = String(attributes[label]);
      const known = this.#metricOf(metric);
      if ('observe' in known) known.observe(labels, value);
      else if ('set' in known && metric.kind === 'gauge') known.set(labels, value);
      else known.inc(labels, value);
    }
  }

  #metricOf({ name, kind, unit, description }: BufferedMetricUpdate['metric']) {
    const known = this.#known.get(name);
    if (known) return known;
    const help = description || 'Of Temporal’s library';
    const made =
      kind === 'counter'
        ? this.#metrics.counter(`${name}_total`, help, LABELS)
        : kind === 'histogram'
          ? this.#metrics.histogram(unit === 's' ? `${name}_seconds` : name, help, LABELS)
          : this.#metrics.level(name, help, LABELS);
    this.#known.set(name, made);
    return made;
  }
}
