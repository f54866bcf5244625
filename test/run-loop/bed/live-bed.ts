import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import type { RunId, WorkspaceId } from '@wend/engine';
import { eq } from 'drizzle-orm';
import { databaseClock } from '../../../server/clock/index.ts';
import type { Database } from '../../../server/database/index.ts';
import { startWorker, type WorkerParts } from '../../../server/process/roles/worker.ts';
import * as tables from '../../../server/tables/index.ts';
import { notifyLanes } from '../../../server/trips/notify.ts';
import { aWorkspace } from '../../harness/a-workspace.ts';
import { aDatabase, until } from '../../harness/index.ts';
import { aProvider, type LocalProvider } from './provider.ts';
import { aDriver, verbs } from './test-bed.ts';
import '../../harness/quiet.ts';

export type LiveBed = ReturnType<typeof verbs> & {
  readonly db: Database;
  readonly workspaceId: WorkspaceId;
  readonly client: Client;
  readonly queuePrefix: string;
  readonly databaseUrl: string;
  readonly provider: LocalProvider;
  readonly errors: readonly unknown[];
  look(): void;
  /** The next message has come in at the provider. */
  nextSend(): Promise<void>;
  comesTo(runId: RunId, phase: tables.Run['phase']): Promise<void>;
  ended(runId: RunId): Promise<void>;
  /** Lets go of its Temporal: what was taken is drained. */
  detach(): Promise<void>;
  /** Goes on with this Temporal. */
  attach(temporal: string): Promise<void>;
  close(): Promise<void>;
};

export interface LiveOptions {
  readonly temporal: string;
  readonly bundle: { readonly code: string };
  readonly provider?: LocalProvider;
  readonly parts?: Partial<WorkerParts>;
  /** Without: somebody else drives. */
  readonly withWorker?: boolean;
}

/** A workspace on real Postgres and Temporal, with a worker in this process. */
export async function aLiveBed({
  temporal,
  bundle,
  provider: given,
  parts = {},
  withWorker = true,
}: LiveOptions): Promise<LiveBed> {
  const { db, url, drop } = await aDatabase();
  const provider = given ?? (await aProvider());
  const queuePrefix = `test-${randomUUID()}`;
  const workspaceId = await aWorkspace(db, await databaseClock.now(db), ['sms', 'email']);
  const errors: unknown[] = [];
  const onError = (error: unknown): void => void errors.push(error);
  const join = async (address: string) => {
    const connection = await Connection.connect({ address });
    const client = new Client({ connection });
    const worker = withWorker
      ? await startWorker({
          ...aDriver(db, databaseClock, provider),
          ...parts,
          databaseUrl: url,
          temporal: { address },
          workflowBundle: bundle,
          queuePrefix,
          performs: parts.performs ?? new Map(),
          callBackAt: parts.callBackAt ?? (() => ''),
          services: parts.services ?? (() => ({ fetch, secret: async () => undefined })),
          onError,
        })
      : undefined;
    const leave = async (): Promise<void> => {
      await worker?.stop();
      await connection.close();
    };
    return { client, leave };
  };
  let joined = await join(temporal);
  const comesTo = async (runId: RunId, phase: tables.Run['phase']): Promise<void> => {
    await until(async () => {
      const [run] = await db.select().from(tables.runs).where(eq(tables.runs.id, runId));
      return run?.phase === phase;
    });
  };
  return {
    ...verbs(db, databaseClock, workspaceId),
    db,
    workspaceId,
    get client() {
      return joined.client;
    },
    queuePrefix,
    databaseUrl: url,
    provider,
    errors,
    look: notifyLanes(db, onError),
    nextSend: () =>
      new Promise((resolve) => {
        provider.onSend = () => {
          provider.onSend = undefined;
          resolve();
        };
      }),
    comesTo,
    ended: (runId) => comesTo(runId, 'ended'),
    detach: () => joined.leave(),
    attach: async (address) => {
      joined = await join(address);
    },
    close: async () => {
      await joined.leave();
      await provider.close();
      await drop();
    },
  };
}
