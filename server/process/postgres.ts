import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Child, launch } from './child.ts';
import { isZombie, stopOrphan } from './orphan.ts';
import { type PostgresBinaries, postgresBinaries } from './postgres-binaries.ts';
import { Sentence } from './sentence.ts';
import { servant, unprivileged } from './unprivileged.ts';

export interface PostgresOptions {
  /** The data folder; made on first use. */
  readonly dir: string;
  readonly port: number;
  readonly password: string;
  /** Settings of the server, as `-c name=value`. */
  readonly settings?: Readonly<Record<string, string | number>>;
}

export interface Postgres {
  readonly child: Child;
  url(database: string): string;
  stop(): Promise<void>;
}

export function postgresUrl({ port, password }: Pick<PostgresOptions, 'port' | 'password'>, database: string): string {
  return `postgres://postgres:${password}@127.0.0.1:${port}/${database}`;
}

/** Starts PostgreSQL on a data folder and resolves when it takes connections. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const binaries = await postgresBinaries();
  await prepare(binaries, options);
  await stopOrphan(await pidIn(options.dir), options.dir);
  await forgetZombie(options.dir);
  const child = await run(binaries, options);
  return {
    child,
    url: (database) => postgresUrl(options, database),
    stop: () => child.stop('SIGINT', 20_000),
  };
}

async function prepare(binaries: PostgresBinaries, { dir, password }: PostgresOptions): Promise<void> {
  const made = await readFile(join(dir, 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (made === undefined) return initialise(binaries, dir, password);
  const mine = (await output(binaries.postgres, ['--version'])).match(/(\d+)/)?.[1];
  if (made.trim() !== mine)
    throw new Sentence(
      `The data in ${dir} is of PostgreSQL ${made.trim()}, this one is ${mine}: move that folder away or bring its data over with pg_upgrade.`,
    );
}

async function initialise({ initdb }: PostgresBinaries, dir: string, password: string): Promise<void> {
  // What an interrupted first start left behind has no PG_VERSION and holds nothing.
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const user = servant();
  if (user) await chown(dir, user.uid, user.gid);
  const passwordFile = join(tmpdir(), `wend-${randomUUID()}`);
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (user) await chown(passwordFile, user.uid, user.gid);
  try {
    const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--locale=C.UTF-8', '--lc-messages=C'];
    await output(initdb, ['-D', dir, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, ...locale]);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

async function run({ postgres }: PostgresBinaries, { dir, port, settings = {} }: PostgresOptions): Promise<Child> {
  const fixed = { listen_addresses: '127.0.0.1', unix_socket_directories: '', max_connections: 200, lc_messages: 'C' };
  const flags = Object.entries({ ...fixed, ...settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const { command, args, ...ids } = unprivileged(postgres, ['-D', dir, '-p', String(port), ...flags]);
  const child = launch('Postgres', command, args, { ...ids, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  const ready = new Promise<boolean>((resolve) => {
    child.process.stderr?.on('data', (chunk) => {
      said = (said + chunk).slice(-4_000);
      if (said.includes('ready to accept connections')) resolve(true);
    });
    void child.exited.then(() => resolve(false));
  });
  if (!(await ready)) throw new Sentence(`Postgres did not start: ${lastLine(said)}`);
  return child;
}

async function pidIn(dir: string): Promise<number | undefined> {
  const file = await readFile(join(dir, 'postmaster.pid'), 'utf8').catch(() => '');
  return Number(file.split('\n')[0]) || undefined;
}

/**
 * Postgres takes a zombie for another server on its folder. Of the pid of its own parent it knows better; the rest of the file stays, by
 * which it makes sure that nobody is left in the old one's memory.
 */
async function forgetZombie(dir: string): Promise<void> {
  const pid = await pidIn(dir);
  if (pid === undefined || !(await isZombie(pid))) return;
  const file = join(dir, 'postmaster.pid');
  await writeFile(file, (await readFile(file, 'utf8')).replace(/^\d+/, String(process.pid)));
}

function output(binary: string, binaryArgs: readonly string[]): Promise<string> {
  const { command, args, ...ids } = unprivileged(binary, binaryArgs);
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...ids, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk) => (out += chunk));
    child.stderr.on('data', (chunk) => (err += chunk));
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve(out) : reject(new Sentence(`Postgres could not be set up: ${lastLine(err)}`)),
    );
  });
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? 'it said nothing';
