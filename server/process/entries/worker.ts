import { readFile } from 'node:fs/promises';
import { openKeys } from '../../access/index.ts';
import { connect } from '../../database/index.ts';
import { judge, performServices, planCompiler } from '../../drive/index.ts';
import { configFileOf, loadNodes } from '../../nodes/index.ts';
import { RoleMetrics } from '../../watch/metrics.ts';
import { runRole } from '../role.ts';
import { sendingParts } from '../roles/parts.ts';
import { startWorker } from '../roles/worker.ts';
import { hearTemporal } from '../temporal-log.ts';
import { TemporalMetrics } from '../temporal-metrics.ts';

await runRole('worker', async ({ settings, answer, log, traces }) => {
  const metrics = new RoleMetrics('worker');
  const counted = new TemporalMetrics(metrics);
  hearTemporal(log, counted.buffer);
  const stopCounting = counted.start();
  const keys = openKeys(settings.home);
  const { nodeTypes, performs } = await loadNodes(configFileOf(settings.config, settings.home));
  const secretsPool = connect(settings.databaseUrl, { max: 2, ...metrics.pool('secrets') });
  const worker = await startWorker({
    databaseUrl: settings.databaseUrl,
    temporal: { address: settings.temporalAddress, namespace: settings.temporalNamespace },
    workflowBundle: { code: await readFile(settings.workflowBundle, 'utf8') },
    compile: planCompiler(nodeTypes),
    judge,
    performs,
    services: performServices({ db: secretsPool.db, keys, allowedHosts: settings.allowedHosts }),
    ...sendingParts(settings, keys),
    keepDays: settings.keepDays,
    metrics,
    onError: log.fault,
    log,
    traces,
  });
  worker.failed.catch((error: unknown) => {
    log.fault(error);
    process.exit(1);
  });
  answer({ signs: worker.signs, metrics: worker.metrics });
  return async () => {
    await worker.stop();
    stopCounting();
    await secretsPool.end();
  };
});
