import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Child, launch } from './child.ts';
import { stopOrphan } from './orphan.ts';
import { answers, isFree } from './ports.ts';
import { Sentence } from './sentence.ts';

export interface TemporalOptions {
  readonly binary: string;
  /** Where it keeps workflows and timers; made on first use. */
  readonly file: string;
  readonly port: number;
}

export interface TemporalServer {
  readonly child: Child;
  readonly address: string;
  stop(): Promise<void>;
}

/** It takes ports of its own choice beside ours, and another program may be faster at one of them. */
const TRIES = 5;

/** Starts the Temporal development server on a file and resolves when it takes connections. */
export async function startTemporal({ binary, file, port }: TemporalOptions): Promise<TemporalServer> {
  await mkdir(dirname(file), { recursive: true });
  const pidFile = `${file}.pid`;
  await stopOrphan(Number(await readFile(pidFile, 'utf8').catch(() => '')) || undefined, file);
  for (let tries = 1; ; tries += 1) {
    const child = launch('Temporal', binary, argumentsOf(file, port), { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.process.stderr?.on('data', (chunk) => (said = (said + chunk).slice(-4_000)));
    if (child.process.pid !== undefined) await writeFile(pidFile, String(child.process.pid));
    if (await answers(port, child.exited))
      return { child, address: `127.0.0.1:${port}`, stop: () => child.stop('SIGTERM', 10_000) };
    const isOtherPort = said.includes('address already in use') && (await isFree(port));
    if (!isOtherPort || tries === TRIES)
      throw new Sentence(`Temporal did not start: ${said.trim().split('\n').at(-1)}`);
  }
}

function argumentsOf(file: string, port: number): string[] {
  const storage = ['--db-filename', file, '--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=1'];
  return [
    'server',
    'start-dev',
    '--headless',
    '--ip',
    '127.0.0.1',
    '--port',
    String(port),
    '--log-level',
    'error',
    ...storage,
  ];
}
