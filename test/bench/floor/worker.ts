import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { readBundle } from '@wend/workflows/bundle';
import { sendsBy } from './sends.ts';
import { QUEUE, told } from './told.ts';

Runtime.install({ logger: new DefaultLogger('WARN') });
const { temporal, sandbox, port, bundle } = told();
const worker = await Worker.create({
  connection: await NativeConnection.connect({ address: temporal }),
  taskQueue: QUEUE,
  workflowBundle: await readBundle(bundle),
  activities: sendsBy({ url: sandbox, callbackUrl: `http://127.0.0.1:${port}/callbacks` }),
  maxCachedWorkflows: 1_000,
});
process.send?.('ready');
process.once('SIGTERM', () => worker.shutdown());
// The bench is gone.
process.once('disconnect', () => process.exit(0));
await worker.run();
process.exit(0);
