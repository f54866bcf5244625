import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

/** Whom a server runs as that refuses to be root; undefined when we are not root. */
export function servant(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  return { uid: Number(user?.[2] ?? 65_534), gid: Number(user?.[3] ?? 65_534) };
}

/**
 * The command, run as someone who is not root. `setpriv` lets that someone walk through folders only root may enter
 * (a checkout below /root, `.wend` itself); without it such a folder stays closed.
 */
export function unprivileged(command: string, args: readonly string[]): Command {
  const user = servant();
  if (!user) return { command, args };
  if (!hasSetpriv()) return { command, args, ...user };
  const ids = [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'];
  return {
    command: 'setpriv',
    args: [...ids, '--inh-caps=+dac_override', '--ambient-caps=+dac_override', '--', command, ...args],
  };
}

let found: boolean | undefined;
function hasSetpriv(): boolean {
  found ??=
    spawnSync('setpriv', ['--reuid=65534', '--inh-caps=+dac_override', '--ambient-caps=+dac_override', 'true'])
      .status === 0;
  return found;
}
