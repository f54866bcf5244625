import { execFile, spawn } from 'node:child_process';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
export const checkout = join(import.meta.dirname, '../..');

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A Wend that somebody started at a terminal. */
export interface Started {
  readonly pid: number;
  /** Everything it has printed so far. */
  said(): string;
  /** Resolves to the first match in what it prints; rejects when it ends without. */
  prints(pattern: RegExp): Promise<RegExpMatchArray>;
  readonly ended: Promise<Ended>;
  /** What Ctrl-C does: the signal goes to everybody in the terminal's foreground group. */
  interrupt(): Promise<Ended>;
  /** What closing the window does: the terminal is gone, and everybody in it is told. */
  hangUp(): Promise<Ended>;
  /** The processes it has started, and theirs. */
  children(): Promise<readonly Process[]>;
}

export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** What it prints is kept, and printed here too where it is asked to be `aloud`. */
export function start(
  command: readonly [string, ...string[]],
  cwd: string,
  env: NodeJS.ProcessEnv,
  { aloud = false }: { readonly aloud?: boolean } = {},
): Started {
  const [program, ...args] = command;
  const child = spawn(program, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${program} could not be started`);
  let said = '';
  const listeners = new Set<() => void>();
  const hear = (chunk: Buffer): void => {
    said += chunk.toString();
    if (aloud) process.stdout.write(chunk);
    for (const listener of listeners) listener();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const ended = new Promise<Ended>((resolve) => child.once('close', (code, signal) => resolve({ code, signal })));
  const prints = (pattern: RegExp): Promise<RegExpMatchArray> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const match = said.match(pattern);
        if (match) resolve(match);
      };
      listeners.add(look);
      look();
      void ended.then(() => reject(new Error(`It ended without printing ${pattern}:\n${said}`)));
    });
  const interrupt = (): Promise<Ended> => {
    tellGroup(pid, 'SIGINT');
    return ended;
  };
  const hangUp = (): Promise<Ended> => {
    for (const stream of [child.stdout, child.stderr]) stream.destroy();
    tellGroup(pid, 'SIGHUP');
    return ended;
  };
  return { pid, said: () => said, prints, ended, interrupt, hangUp, children: () => descendants(pid) };
}

function tellGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody of them is left.
  }
}

export async function processes(): Promise<readonly Process[]> {
  const { stdout } = await run('ps', ['-eo', 'pid=,ppid=,args='], { maxBuffer: 20_000_000 });
  return stdout.split('\n').flatMap((line) => {
    const [, pid, parent, command] = line.match(/^\s*(\d+)\s+(\d+)\s+(.*)$/) ?? [];
    return pid && parent && command ? [{ pid: Number(pid), parent: Number(parent), command }] : [];
  });
}

async function descendants(root: number): Promise<readonly Process[]> {
  const all = await processes();
  const below = (parent: number): Process[] =>
    all.filter((one) => one.parent === parent).flatMap((one) => [one, ...below(one.pid)]);
  return below(root);
}

/** A PATH on which `temporal` is found, so that no home folder needs a copy of its own. */
export async function pathWithTemporal(dir: string, binary: string): Promise<string> {
  await mkdir(dir, { recursive: true });
  await symlink(binary, join(dir, 'temporal'));
  return `${dir}:${process.env['PATH']}`;
}
