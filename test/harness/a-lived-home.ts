import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { aFolder } from './a-folder.ts';
import { livedHome } from './shared.ts';

/** A home of its own in which Wend has run: a copy, over which a start takes seconds. */
export async function aLivedHome(home = join(aFolder(), 'home')): Promise<string> {
  // `cp`, since the database's files stay those of whom the database runs as.
  await promisify(execFile)('cp', ['-a', await livedHome(), home]);
  return home;
}
