import { expect, it } from 'vitest';
import { pageOf, RoleMetrics } from '../watch/metrics.ts';
import { TemporalMetrics } from './temporal-metrics.ts';

type Update = Parameters<TemporalMetrics['take']>[0] extends Iterable<infer One> ? One : never;

const update = (
  [kind, name, unit]: readonly [Update['metric']['kind'], string, string],
  value: number,
  attributes: Update['attributes'],
): Update => ({
  metric: { kind, name, unit, description: '', valueType: 'int' } as Update['metric'],
  value,
  attributes,
});

it('adds up what Temporal’s library counts, by the labels that are known of it and no others', async () => {
  const metrics = new RoleMetrics('worker');
  const temporal = new TemporalMetrics(metrics);
  const failed = ['counter', 'temporal_activity_execution_failed', ''] as const;
  const free = ['gauge', 'temporal_worker_task_slots_available', ''] as const;
  const took = ['histogram', 'temporal_request_latency', 's'] as const;
  temporal.take([
    update(failed, 1, { task_queue: 'wend', activity_type: 'drive', workflow_id: 'convoy-1' }),
    update(failed, 2, { task_queue: 'wend', activity_type: 'drive', workflow_id: 'convoy-2' }),
    update(free, 40, { worker_type: 'ActivityWorker' }),
    update(free, 39, { worker_type: 'ActivityWorker' }),
  ]);
  temporal.take([update(took, 0.02, { operation: 'PollActivityTaskQueue' })]);
  const page = await pageOf([await metrics.told()]);
  expect(page.split('\n').filter((line) => /^temporal_(?!.*(bucket|sum))/.test(line))).toEqual([
    'temporal_activity_execution_failed_total{task_queue="wend",activity_type="drive",role="worker"} 3',
    'temporal_worker_task_slots_available{worker_type="ActivityWorker",role="worker"} 39',
    'temporal_request_latency_seconds_count{operation="PollActivityTaskQueue",role="worker"} 1',
  ]);
  expect(page).toMatch(/^temporal_request_latency_seconds_bucket\{le="0.025",.*\} 1$/m);
});
