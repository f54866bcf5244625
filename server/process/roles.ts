import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type RoleSettings, roleEnvironment } from '../settings/index.ts';
import { type Child, launch } from './child.ts';
import { Deaths } from './deaths.ts';
import { type AskRole, lineTo, type Question, Questions } from './questions.ts';
import { Sentence } from './sentence.ts';

const MOST_DEATHS = 5;
const DRAIN_MS = 10_000;
/**
 * Of a machine with much memory the engine makes itself a heap of gigabytes, and lets garbage lie as long as there is room. A role holds
 * a few batches at a time: this is several times what it needs, and what it cannot grow beyond unseen. What is young may grow larger
 * than usual, so that most of a batch is gone before anybody looks for garbage.
 */
const memory = ['--max-old-space-size=320', '--max-semi-space-size=32'];

const LONGEST_LOG = 20_000_000;

export interface RoleOptions {
  readonly name: string;
  readonly script: string;
  readonly settings: RoleSettings;
  readonly logs: string;
  readonly say: (line: string) => void;
  /** What it asks of another role. */
  readonly askRole?: AskRole | undefined;
  /** Called once when the role cannot be started at all. */
  readonly giveUp: (reason: Sentence) => void;
}

/** One role, kept alive: a crash starts it again a little later. Only one that never came up ends everything, after five crashes in a minute. */
export class Role {
  readonly #options: RoleOptions;
  readonly #deaths = new Deaths();
  #wasReady = false;
  #child: Child | undefined;
  #questions: Questions | undefined;
  #stopping = false;
  #starting: Promise<void> = Promise.resolve();
  #again: NodeJS.Timeout | undefined;
  #whenReady: () => void = () => {};
  readonly ready: Promise<void> = new Promise((resolve) => (this.#whenReady = resolve));

  constructor(options: RoleOptions) {
    this.#options = options;
  }

  start(): void {
    const { name, giveUp } = this.#options;
    this.#starting = this.#launch().catch(({ message }: Error) =>
      giveUp(new Sentence(`${name} could not be started: ${message}.`)),
    );
  }

  /** Also while it is starting: what is launched only afterwards would outlive everything. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#again);
    await this.#starting;
    await this.#child?.stop('SIGTERM', DRAIN_MS);
  }

  /** Undefined where it does not answer. */
  async ask(question: Question): Promise<unknown> {
    return this.#questions?.ask(question);
  }

  async #launch(): Promise<void> {
    const { name, script, settings, logs } = this.#options;
    const file = join(logs, `${name}.log`);
    const long = ((await stat(file).catch(() => undefined))?.size ?? 0) > LONGEST_LOG;
    const log = await open(file, long ? 'w' : 'a', 0o600);
    if (this.#stopping) return log.close();
    const child = launch(name, process.execPath, [...memory, '--enable-source-maps', '--no-warnings', script], {
      env: { ...process.env, ...roleEnvironment(settings) },
      stdio: ['ignore', log.fd, log.fd, 'ipc', ...(settings.log === 'json' ? [process.stdout.fd] : [])],
    });
    await log.close();
    this.#child = child;
    const { askRole } = this.#options;
    this.#questions = new Questions(lineTo(child.process), (what, role) => role && askRole?.(role, what));
    child.process.on('message', (message) => this.#hear(message));
    void child.exited.then(({ code, signal }) => this.#onDeath(signal ?? `exit code ${code}`));
  }

  #hear(message: unknown): void {
    if (typeof message !== 'object' || message === null) return;
    this.#questions?.hear(message);
    if ('ready' in message) {
      this.#wasReady = true;
      this.#whenReady();
    }
    if ('say' in message) this.#options.say(String(message.say));
  }

  #onDeath(how: string): void {
    if (this.#stopping) return;
    const { name, logs, say, giveUp } = this.#options;
    const { quick, delayMs } = this.#deaths.note();
    const why = `${join(logs, `${name}.log`)} says why.`;
    if (quick >= MOST_DEATHS && !this.#wasReady)
      return giveUp(new Sentence(`${name} died ${quick} times within a minute (${how}): ${why}`));
    if (quick === MOST_DEATHS) say(`${name} died ${quick} times within a minute: ${why}`);
    say(`${name} died (${how}) and starts again in ${delayMs / 1000} s.`);
    this.#again = setTimeout(() => this.start(), delayMs);
  }
}
