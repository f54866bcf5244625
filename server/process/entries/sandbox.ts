import { connect } from '../../database/index.ts';
import { startSandbox } from '../../sandbox/index.ts';
import { RoleMetrics } from '../../watch/metrics.ts';
import { runRole } from '../role.ts';

await runRole('sandbox', async ({ settings, answer }) => {
  const metrics = new RoleMetrics('sandbox');
  answer({ metrics: metrics.told });
  const pool = connect(settings.databaseUrl, { max: 4, ...metrics.pool('inbox') });
  const sandbox = await startSandbox(pool.db, { port: settings.sandboxPort });
  return async () => {
    await sandbox.close();
    await pool.end();
  };
});
