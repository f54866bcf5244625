import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process we started, and how to be rid of it. */
export interface Child {
  readonly name: string;
  readonly process: ChildProcess;
  readonly exited: Promise<Exit>;
  /** Asks with `signal`, insists with SIGKILL after `withinMs`. Resolves when it is gone. */
  stop(signal: NodeJS.Signals, withinMs: number): Promise<void>;
}

/** Starts it in a group of its own, so that Ctrl-C reaches us alone and we stop things in order. */
export function launch(name: string, command: string, args: readonly string[], options: SpawnOptions): Child {
  const child = spawn(command, args, { ...options, detached: true });
  const exited = new Promise<Exit>((resolve) => {
    child.once('error', () => resolve({ code: 127, signal: null }));
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  return { name, process: child, exited, stop: (signal, withinMs) => stop(child, exited, signal, withinMs) };
}

async function stop(child: ChildProcess, exited: Promise<Exit>, signal: NodeJS.Signals, withinMs: number) {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  child.kill(signal);
  const insist = setTimeout(() => child.kill('SIGKILL'), withinMs);
  await exited;
  clearTimeout(insist);
}
