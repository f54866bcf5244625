import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Stops what an earlier start left running when it was killed hard; `mark` in its command line tells it is ours. */
export async function stopOrphan(pid: number | undefined, mark: string): Promise<void> {
  if (pid === undefined || !(await commandOf(pid)).includes(mark)) return;
  process.kill(pid, 'SIGINT');
  for (let tries = 0; tries < 200 && (await commandOf(pid)).includes(mark); tries += 1)
    await new Promise((next) => setTimeout(next, 50));
}

/** The command line of a living process, '' when there is none. */
export async function commandOf(pid: number): Promise<string> {
  const known = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  if (known !== undefined) return known.replaceAll('\0', ' ');
  const { stdout } = await run('ps', ['-o', 'command=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  return stdout;
}

/** Dead, and its entry not cleared away: the first process of a container may never do that. Elsewhere than on Linux nobody knows. */
export async function isZombie(pid: number): Promise<boolean> {
  return (await statOf(pid))[0] === 'Z';
}

/** What Linux says of a process after its name, from the third field of `/proc/<pid>/stat` on (proc(5)); nothing elsewhere. */
export async function statOf(pid: number): Promise<readonly string[]> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The name in parentheses may hold anything.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
