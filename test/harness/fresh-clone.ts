import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { checkout } from './started.ts';

const run = promisify(execFile);
const ours = /^(npm_|pnpm_|WEND_|VITEST|TEMPORAL_|XDG_|NODE_ENV$|NODE_OPTIONS$|TEST$|INIT_CWD$)/i;

export interface FreshClone {
  readonly clone: string;
  readonly env: NodeJS.ProcessEnv;
}

/** What was last committed here, as a new user gets it: no packages, no caches, nothing of this run's settings. */
export async function freshClone(dir: string): Promise<FreshClone> {
  const [clone, home] = [join(dir, 'wend'), join(dir, 'home')];
  await mkdir(home);
  await run('git', ['clone', '--quiet', `file://${checkout}`, clone]);
  return { clone, env: { ...cleanEnvironment(), HOME: home } };
}

/** The surroundings without what npm, a test run or an operator has set; what is printed is as for a person at a terminal. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const others = Object.entries(process.env).filter(([name]) => !ours.test(name));
  return { ...Object.fromEntries(others), WEND_LOG: 'text' };
}
