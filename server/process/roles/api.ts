import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { asc } from 'drizzle-orm';
import { makeAuth } from '../../access/auth.ts';
import { type Auth, openKeys, WhoAsked } from '../../access/index.ts';
import { databaseClock } from '../../clock/index.ts';
import { connect, type Database } from '../../database/index.ts';
import { lastMigration, newestMigration } from '../../database/migrated.ts';
import { ReadPool } from '../../database/read-pool.ts';
import { callBack } from '../../drive/index.ts';
import { makeApp } from '../../http/index.ts';
import { addressBehind, intakeRoutes, notifyMatcher } from '../../intake/index.ts';
import { CALLBACK_BATCH, processCallbacks } from '../../messages/process-callbacks.ts';
import { configFileOf, loadNodes } from '../../nodes/index.ts';
import type { RoleSettings } from '../../settings/index.ts';
import { users } from '../../tables/index.ts';
import type { Traces } from '../../traces/index.ts';
import { notifyLanes } from '../../trips/notify.ts';
import { type Log, noLog } from '../../watch/log.ts';
import { pageOf, RoleMetrics } from '../../watch/metrics.ts';
import { readinessOf } from '../../watch/readiness.ts';
import { systemMetrics } from '../../watch/system-metrics.ts';
import type { AskRole } from '../questions.ts';
import { sendingParts } from './parts.ts';
import { publicRoutes } from './public-routes.ts';
import { answerUnreadable } from './unreadable.ts';
import { WorkLoop } from './work-loop.ts';

const migrations = join(import.meta.dirname, '../../database/migrations');

/** Whoever counts something beside the API. */
const OTHERS = ['matcher', 'worker', 'sandbox', 'demo'];

export interface RunningApi {
  /** Signs the first user in once, within fifteen minutes; absent where there is no user yet. */
  readonly signInLink: string | undefined;
  /** One sentence for each node type of the operator's own that was left out. */
  readonly refused: readonly string[];
  stop(): Promise<void>;
}

/** Starts the web server on the loopback address. Intake has a pool of its own: pages never keep events waiting. */
export async function startApi(
  settings: RoleSettings,
  onError: Log['fault'],
  askRole: AskRole = async () => undefined,
  log: Log = noLog,
  traces?: Traces | undefined,
): Promise<RunningApi> {
  const metrics = new RoleMetrics('api');
  const pages = new ReadPool(settings.databaseUrl, { max: 8, ...metrics.pool('pages') });
  const changes = connect(settings.databaseUrl, { max: 4, ...metrics.pool('changes') });
  const events = connect(settings.databaseUrl, { max: 4, byIndex: true, ...metrics.pool('events') });
  // Of its own, so that it can tell a database that is away from pools that are busy.
  const looks = connect(settings.databaseUrl, { max: 1, ...metrics.pool('looks') });
  const clock = databaseClock;
  const taken = metrics.counter('wend_events_total', 'Events that came in, by what became of them', ['outcome']);
  systemMetrics(metrics, looks.db, clock);
  const own = await loadNodes(configFileOf(settings.config, settings.home));
  const keys = openKeys(settings.home);
  const auth = makeAuth({ db: changes.db, secret: keys.of('session'), publicUrl: settings.publicUrl });
  const addressOf = addressBehind(settings.proxies);
  const hint = notifyMatcher(events.db, onError);
  const parts = sendingParts(settings, keys);
  const callbackWork = { db: events.db, clock, hint, ...parts };
  const answering = new WorkLoop(() => processCallbacks(callbackWork), CALLBACK_BATCH, onError);
  // What a page asks for lies in the outbox when it is committed.
  const trips = { look: notifyLanes(events.db, onError) };
  const app = makeApp({
    whoAsked: new WhoAsked({ db: changes.db, reads: pages, auth, clock, trips }),
    auth,
    clock,
    keys,
    nodeTypes: own.nodeTypes,
    nodeModules: own,
    render: parts.render,
    sandbox: parts.sandbox,
    publicUrl: settings.publicUrl,
    port: settings.port,
    hint,
    onError,
    log,
    traces,
    addressOf,
    intake: intakeRoutes({
      ...{ db: events.db, clock, hint, addressOf, traces },
      onTaken: (accepted, refused) => {
        taken.labels('accepted').inc(accepted);
        taken.labels('refused').inc(refused);
      },
    }),
    metrics: async () => pageOf(await Promise.all([metrics.told(), ...OTHERS.map((role) => askRole(role, 'metrics'))])),
    metricsToken: settings.metricsToken,
    publicRoutes: publicRoutes({
      ...parts,
      db: events.db,
      clock,
      hint,
      unsubscribeKey: keys.of('unsubscribe'),
      heard: () => answering.hint(),
    }),
    finishCall: (id, output) => callBack({ db: events.db, clock, trips }, id, output),
    editor: settings.editor,
    readiness: readinessOf({
      clock,
      lastMigration: () => lastMigration(looks.sql),
      newestMigration: () => newestMigration(migrations),
      signsOf: (role) => askRole(role, 'signs'),
    }),
  });
  answering.start();
  const server = serve({ fetch: app.fetch, port: settings.port, hostname: '127.0.0.1' });
  server.on('clientError', answerUnreadable);
  await new Promise<void>((listening) => server.once('listening', listening));
  return {
    signInLink: await firstLink(changes.db, auth),
    refused: own.refused,
    async stop() {
      await new Promise<void>((closed) => {
        server.close(() => closed());
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
      await answering.stop();
      await Promise.all([pages.end(), changes.end(), events.end(), looks.end()]);
    },
  };
}

async function firstLink(db: Database, auth: Auth): Promise<string | undefined> {
  const [owner] = await db.select({ email: users.email }).from(users).orderBy(asc(users.createdAt)).limit(1);
  return owner && auth.linkFor(owner.email);
}
