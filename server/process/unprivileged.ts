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
 * Lets someone who is not root walk through folders only root may enter (a checkout below /root, `.wend` itself).
 * Without the secure bit access(2), which initdb asks, would still say no.
 */
const passage = ['--securebits=+no_setuid_fixup', '--inh-caps=+dac_override', '--ambient-caps=+dac_override'];

/** The command, run as someone who is not root. Where setpriv is missing, closed folders stay closed to it. */
export function unprivileged(command: string, args: readonly string[]): Command {
  const user = servant();
  if (!user) return { command, args };
  if (!hasSetpriv()) return { command, args, ...user };
  return { command: 'setpriv', args: [...identity(user), ...passage, '--', command, ...args] };
}

const identity = ({ uid, gid }: { readonly uid: number; readonly gid: number }): readonly string[] => [
  `--reuid=${uid}`,
  `--regid=${gid}`,
  '--clear-groups',
];

let found: boolean | undefined;
function hasSetpriv(): boolean {
  found ??= spawnSync('setpriv', [...identity({ uid: 65_534, gid: 65_534 }), ...passage, 'true']).status === 0;
  return found;
}
