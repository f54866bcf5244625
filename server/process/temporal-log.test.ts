import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { makeLog } from '../watch/log.ts';
import { activityIds } from './activity-ids.ts';
import { logEntry } from './temporal-log.ts';

it('turns what Temporal’s library says into lines with our ids, and its notices into lines for who looks closer', () => {
  const to = new PassThrough();
  const said: string[] = [];
  to.on('data', (chunk) => said.push(String(chunk)));
  const log = makeLog({ role: 'worker', level: 'info', to: [to] });
  const meta = { workflowId: 'convoy-1', activityType: 'drive', durationMs: 5, workspaceId: 'w', convoyId: 'c' };
  logEntry(log, { level: 'INFO', message: 'Worker state changed', meta: {} });
  logEntry(log, { level: 'WARN', message: 'No workflows registered, not polling for workflow tasks', meta: {} });
  logEntry(log, { level: 'WARN', message: 'Activity failed', meta: { ...meta, error: new Error('Broken') } });
  logEntry(log, { level: 'ERROR', message: 'gRPC call failed', meta: {} });
  expect(said.map((line) => JSON.parse(line))).toMatchObject([
    {
      ...{ level: 'warn', message: 'Broken', workflowId: 'convoy-1', activity: 'drive', tookMs: 5 },
      ...{ workspaceId: 'w', convoyId: 'c', stack: expect.stringContaining('at ') },
    },
    { level: 'error', message: 'gRPC call failed' },
  ]);
});

it('lets Temporal’s library say which workspace and convoy an activity was about, and nothing else of its input', async () => {
  const context: Parameters<typeof activityIds>[0] = Object.create(null);
  const { inbound, outbound } = activityIds(context);
  const input = { args: [{ workspaceId: 'w', convoyId: 'c', epoch: 1, name: 'Grace' }], headers: {} };
  await inbound?.execute?.(input, async () => 'done');
  expect(outbound?.getLogAttributes?.({ activityType: 'drive' }, (attributes) => attributes)).toEqual({
    activityType: 'drive',
    workspaceId: 'w',
    convoyId: 'c',
  });
});
