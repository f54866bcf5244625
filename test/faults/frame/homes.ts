import { execFile } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Home } from '../../../server/process/home.ts';
import { freePort } from '../../../server/process/ports.ts';

/**
 * A copy of a home in which a Wend has run. Its ports are its own: the place of somebody's killed database would be free for others. The
 * sample shop is closed: its orders are nobody's here.
 */
export async function copyOf(lived: string, home: string): Promise<void> {
  await mkdir(dirname(home), { recursive: true });
  // `cp`, since the database's files stay those of whom the database runs as.
  await promisify(execFile)('cp', ['-a', lived, home]);
  await rm(join(home, 'demo.json'), { force: true });
  const copy = await Home.open(home);
  await copy.remember({
    postgresPort: await freePort(),
    temporalPort: await freePort(),
    sandboxPort: await freePort(),
  });
}
