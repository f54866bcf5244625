import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { connect, migrate } from '../database/index.ts';
import { type RoleSettings, readStartSettings, type StartSettings } from '../settings/index.ts';
import { workspaces } from '../tables/index.ts';
import { choosePort } from './choose-port.ts';
import { Home } from './home.ts';
import { KeptService } from './kept-service.ts';
import { refuseUnknownSchema } from './known-schema.ts';
import { takeLock } from './lock.ts';
import { refuseLostRights } from './lost-rights.ts';
import { freePortNear } from './ports.ts';
import { type Printer, printerFor } from './printer.ts';
import type { AskRole } from './questions.ts';
import { Role } from './roles.ts';
import type { Sentence } from './sentence.ts';
import { database, type Service, temporal } from './services.ts';
import { whatRuns } from './what-runs.ts';

const root = join(import.meta.dirname, '../..');
const dist = join(root, 'server/dist');
const roleNames = ['sandbox', 'api', 'matcher', 'worker', 'demo'] as const;

/** Starts everything, waits for Ctrl-C or a death nobody can mend, stops everything. Resolves to the exit code. */
export async function main(): Promise<number> {
  const stops: (() => Promise<unknown>)[] = [];
  const log = process.env['WEND_LOG'] || (process.stdout.isTTY ? 'text' : 'json');
  const printer = printerFor(log === 'json' ? 'json' : 'text');
  const stopping = new AbortController();
  const interrupted = new Promise<undefined>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(undefined));
  });
  // What nobody has thought of ends everything as well, and leaves nothing running.
  const broken = new Promise<never>((_, reject) => process.on('uncaughtException', reject));
  try {
    const failure = await Promise.race([interrupted, broken, startAll(stops, stopping.signal, printer)]);
    if (failure) throw failure;
    printer.say('Stopping ...');
    return 0;
  } catch (error) {
    printer.giveUp(error);
    return 1;
  } finally {
    stopping.abort();
    for (const stop of stops.reverse()) await stop();
  }
}

/** Resolves only when something died for good. Whatever it has started so far is in `stops`, oldest first. */
async function startAll(
  stops: (() => Promise<unknown>)[],
  stopping: AbortSignal,
  { say, format }: Printer,
): Promise<Sentence> {
  const settings = readStartSettings(process.env, join(root, '.wend'));
  const home = await Home.open(settings.home);
  stops.push(await takeLock(home.path('lock')));
  const { port, giveBack } = await choosePort(settings, home, say);
  stops.push(giveBack);
  const keep = async (starting: Promise<Service>): Promise<Service> => {
    const kept = starting.then((service) => new KeptService(service, say));
    stops.push(async () => (await kept.catch(() => undefined))?.stop());
    await kept;
    return starting;
  };
  const [postgres, flow] = await Promise.all([
    keep(database(settings, home)),
    keep(temporal(settings, home, say, stopping)),
  ]);
  const migrations = join(root, 'server/database/migrations');
  await refuseUnknownSchema(postgres.where, migrations);
  await migrate(postgres.where, migrations);
  await refuseLostRights(postgres.where);
  const roleSettings = await settingsOf({ ...settings, log: format }, home, port, postgres.where, flow.where);
  await seed(roleSettings);
  const death = new Promise<Sentence>((resolve) => {
    const names = roleNames.filter((name) => name !== 'sandbox' || settings.sandboxUrl === undefined);
    stops.push(startRoles(names, roleSettings, home, say, whatRuns(settings, flow.where), resolve));
  });
  return death;
}

async function settingsOf(
  settings: StartSettings,
  home: Home,
  port: number,
  databaseUrl: string,
  temporalAddress: string,
): Promise<RoleSettings> {
  const sandboxPort = await freePortNear(home.facts.sandboxPort);
  await home.remember({ sandboxPort });
  return {
    databaseUrl,
    temporalAddress,
    temporalNamespace: settings.temporalNamespace,
    home: home.dir,
    port,
    publicUrl: settings.publicUrl ?? `http://localhost:${port}`,
    sandboxPort,
    sandboxUrl: settings.sandboxUrl ?? `http://127.0.0.1:${sandboxPort}`,
    workflowBundle: join(dist, 'workflow-bundle.js'),
    editor: join(root, 'editor/dist'),
    config: settings.config,
    allowedHosts: settings.allowedHosts,
    proxies: settings.proxies,
    metricsToken: settings.metricsToken,
    keepDays: settings.keepDays,
    log: settings.log,
    logLevel: settings.logLevel,
  };
}

/** What makes the sample shop is loaded only where there is none: it is as much as a role. */
async function seed(settings: RoleSettings): Promise<void> {
  const file = join(dist, 'seed.js');
  if (!existsSync(file) || (await hasWorkspace(settings.databaseUrl))) return;
  await (await import(pathToFileURL(file).href)).seed(settings);
}

async function hasWorkspace(databaseUrl: string): Promise<boolean> {
  const { db, end } = connect(databaseUrl, { max: 1 });
  try {
    return (await db.$count(workspaces)) > 0;
  } finally {
    await end();
  }
}

/** Starts every role and returns how to stop them all. The demo waits for the API it speaks to. */
function startRoles(
  names: readonly (typeof roleNames)[number][],
  settings: RoleSettings,
  home: Home,
  say: Printer['say'],
  below: string,
  giveUp: (reason: Sentence) => void,
): () => Promise<unknown> {
  const askRole: AskRole = async (name, question) => roles.get(name)?.ask(question);
  const roles: ReadonlyMap<string, Role> = new Map(
    names.map((name) => {
      const script = join(dist, 'roles', `${name}.js`);
      return [name, new Role({ name, script, settings, logs: home.path('logs'), say, giveUp, askRole })] as const;
    }),
  );
  const api = roles.get('api');
  for (const [name, role] of roles) if (name !== 'demo') role.start();
  void api?.ready.then(() => {
    say(`\n  Wend is at ${settings.publicUrl}\n`);
    say(`  ${below}; files are in ${home.dir}. Ctrl-C stops what runs with it.\n`);
    return roles.get('demo')?.start();
  });
  return () => Promise.all([...roles.values()].map((role) => role.stop()));
}
