import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openKeys } from '../../../server/access/index.ts';
import { type Connection, connect, type Database } from '../../../server/database/index.ts';
import { commandOf } from '../../../server/process/orphan.ts';
import { sandboxKeys } from '../../../server/sandbox/account-key.ts';
import { databaseIn, surroundings } from '../../harness/lived-home.ts';
import { checkout, type Process, type Started, start } from '../../harness/started.ts';
import { until } from '../../harness/until.ts';
import type { Begun } from '../frame/begun.ts';
import { Below } from './below.ts';
import { type Blow, Blows } from './blows.ts';
import { Link } from './link.ts';
import type { Provider } from './provider.ts';

/** An orderly end takes less; a process that is stopped, or whose network hangs, may take for ever. */
const PATIENCE_MS = 30_000;

/** What of a Wend is killed, stopped or hung by its name. */
export type Part = 'worker' | 'matcher' | 'api' | 'temporal' | 'postgres';

const markOf: Readonly<Record<Part, string>> = {
  worker: 'roles/worker.js',
  matcher: 'roles/matcher.js',
  api: 'roles/api.js',
  temporal: 'temporal server start-dev',
  postgres: '/postgres -D',
};

export interface WendOptions {
  /** Where it lives; a copy of a home in which a Wend has run. */
  readonly home: string;
  /** Beside it, for small files. */
  readonly dir: string;
  readonly provider: Provider;
  /** Postgres and Temporal are the operator's own, behind networks that break; else they are Wend's. */
  readonly apart: boolean;
  readonly begun: Begun;
}

/** A whole Wend as `npm start` runs it, whose provider is the suite's, and whose parts and networks can be broken. */
export class FaultyWend {
  readonly home: string;
  readonly toProvider: Link;
  readonly below: Below | undefined;
  /** Of processes and of the disk; links keep theirs. */
  readonly blows = new Blows();
  readonly #env: NodeJS.ProcessEnv;
  readonly #more = new Set<ChildProcess>();
  #started: Started | undefined;
  #said = '';
  #url = '';
  #isOver = false;
  #looks: Connection | undefined;

  private constructor(home: string, toProvider: Link, below: Below | undefined, env: NodeJS.ProcessEnv) {
    this.home = home;
    this.toProvider = toProvider;
    this.below = below;
    this.#env = env;
  }

  static async start({ home, dir, provider, apart, begun }: WendOptions): Promise<FaultyWend> {
    const toProvider = await Link.to(new URL(provider.url).host);
    begun.endsBy(() => toProvider.close());
    const below = apart ? await Below.start(home, begun) : undefined;
    const env = { ...(await surroundings(dir, home)), ...below?.environment };
    const wend = new FaultyWend(home, toProvider, below, { ...env, WEND_SANDBOX_URL: `http://${toProvider.address}` });
    begun.endsBy(() => wend.#stop());
    provider.keyOf = sandboxKeys(openKeys(home).of('callbacks'));
    await wend.begin();
    return wend;
  }

  get url(): string {
    return this.#url;
  }

  /** Past every broken network; of a Wend that runs. */
  get db(): Database {
    if (!this.#looks) throw new Error('Wend does not run');
    return this.#looks.db;
  }

  /** All that was printed at its terminal. */
  said(): string {
    return this.#said + (this.#started?.said() ?? '');
  }

  async begin(): Promise<void> {
    if (this.#isOver) throw new Error('It is over');
    this.#started = start([process.execPath, 'server/process/start.mjs'], checkout, this.#env);
    const [, url = ''] = await this.#started.prints(/Wend is at (\S+)/);
    this.#url = url;
    this.blows.heal();
    this.#looks = this.below ? connect(this.below.databaseUrl, { max: 2 }) : await databaseIn(this.home);
  }

  /** Ctrl-C. */
  async end(): Promise<void> {
    await this.#looks?.end();
    await this.#started?.interrupt();
    this.#forget();
  }

  async pidOf(part: Part): Promise<number> {
    const found = await until(() => this.#find(part), { missing: () => `There is no ${part}:\n${this.said()}` });
    return found.pid;
  }

  async signal(part: Part, signal: NodeJS.Signals): Promise<number> {
    const pid = await this.pidOf(part);
    if (signal !== 'SIGTERM') this.blows.fall();
    process.kill(pid, signal);
    return pid;
  }

  /** One that was stopped. */
  goOn(pid: number): void {
    process.kill(pid, 'SIGCONT');
    this.blows.heal();
  }

  /** Everything that fell on it, on its disk and on its networks. */
  get allBlows(): readonly Blow[] {
    const links = [this.toProvider, this.below?.database, this.below?.temporal];
    return [this, ...links].flatMap((struck) => struck?.blows.all ?? []);
  }

  /** Resolves when another process is in the place of this one. */
  async isReplaced(part: Part, pid: number): Promise<void> {
    await until(async () => {
      const found = await this.#find(part);
      return found !== undefined && found.pid !== pid;
    });
    this.blows.heal();
  }

  /** Every process at once, as when the power goes. What stands below and is the operator's own stays. */
  async killAll(): Promise<void> {
    const started = this.#started;
    if (!started) return;
    const all = [started.pid, ...(await started.children()).map(({ pid }) => pid)];
    this.blows.fall();
    for (const pid of all) killNow(pid);
    await started.ended;
    await until(async () => (await Promise.all(all.map(commandOf))).every((command) => command === ''));
    await this.#looks?.end();
    this.#forget();
  }

  /** One more process of a role, beside the one that is there. */
  async oneMore(role: 'worker' | 'matcher'): Promise<number> {
    if (this.#isOver) throw new Error('It is over');
    const pid = await this.pidOf(role);
    const env = Object.fromEntries(
      (await readFile(`/proc/${pid}/environ`, 'utf8')).split('\0').flatMap((line) => {
        const at = line.indexOf('=');
        return at > 0 ? [[line.slice(0, at), line.slice(at + 1)]] : [];
      }),
    );
    // The channel of its supervisor is a number among its open files.
    delete env['NODE_CHANNEL_FD'];
    const child = spawn(process.execPath, [join(checkout, `server/dist/roles/${role}.js`)], {
      env,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#more.add(child);
    await new Promise<void>((ready, fail) => {
      child.once('message', () => ready());
      child.once('exit', (code) => fail(new Error(`One more ${role} ended with ${code}`)));
    });
    return child.pid ?? 0;
  }

  /** Everything that was started, also where it never came to run, or hangs. */
  async #stop(): Promise<void> {
    this.#isOver = true;
    for (const child of this.#more) {
      child.kill('SIGCONT');
      child.kill('SIGKILL');
    }
    const insist = setTimeout(() => void this.killAll(), PATIENCE_MS);
    await this.end();
    clearTimeout(insist);
  }

  #forget(): void {
    this.#said = this.said();
    this.#started = undefined;
    this.#looks = undefined;
  }

  async #find(part: Part): Promise<Process | undefined> {
    const started = this.#started;
    const all = (await started?.children()) ?? [];
    return all.find(({ command, parent }) => parent === started?.pid && command.includes(markOf[part]));
  }
}

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has died of the death of another one.
  }
}
