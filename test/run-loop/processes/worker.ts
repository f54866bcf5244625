import { readBundle } from '@wend/workflows/bundle';
import { Pool } from 'undici';
import { databaseClock } from '../../../server/clock/index.ts';
import { connect } from '../../../server/database/connect.ts';
import { startWorker } from '../../../server/process/roles/worker.ts';
import { anAdapter, type Honesty } from '../bed/provider.ts';
import { aDriver } from '../bed/test-bed.ts';

/** A worker in a process of its own, to be killed. What it is told comes as one JSON argument. */
interface Told {
  readonly databaseUrl: string;
  readonly temporal: string;
  readonly bundle: string;
  readonly queuePrefix: string;
  readonly provider: string;
  readonly honesty: Honesty;
}

/** Hardly any call takes so long, however busy the machine is; a lease that is longer, so that calls start. */
const TIMEOUT_MS = 5_000;

const told: Told = JSON.parse(process.argv[2] ?? '{}');
const pool = new Pool(told.provider, { connections: 64 });
const adapters = new Map(
  ['sms', 'email'].map((channel) => [`local-${channel}`, anAdapter(pool, channel, told.honesty, TIMEOUT_MS)]),
);
const { db } = connect(told.databaseUrl, { max: 1 });
const worker = await startWorker({
  ...aDriver(db, databaseClock, { adapters }),
  settings: { leaseMs: 2 * TIMEOUT_MS },
  databaseUrl: told.databaseUrl,
  temporal: { address: told.temporal },
  workflowBundle: await readBundle(told.bundle),
  queuePrefix: told.queuePrefix,
  performs: new Map(),
  callBackAt: () => '',
  services: () => ({ fetch, secret: async () => undefined }),
  onError: console.error,
});
process.send?.('ready');
process.once('SIGTERM', () => void worker.stop().then(() => process.exit(0)));
