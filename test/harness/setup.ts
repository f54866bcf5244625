import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { createDatabase, migrate } from '../../server/database/migrate.ts';
import { freePort } from '../../server/process/ports.ts';
import { type Postgres, startPostgres } from '../../server/process/postgres.ts';
import { openDesk } from './desk.ts';

/** One Postgres for the whole run, its template migrated once; what else a test may need is started when asked for. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = await mkdtemp(join(tmpdir(), 'wend-test-'));
  // Durability is of no use to data that lives for a test.
  const settings = {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    shared_buffers: '256MB',
    max_wal_size: '256MB',
  };
  const data = await inMemory();
  const postgres = await startPostgres({
    dir: join(data ?? dir, 'postgres'),
    port: await freePort(),
    password: randomUUID(),
    settings,
  });
  await makeTemplate(postgres);
  const desk = await openDesk(dir);
  project.provide('postgresUrl', postgres.url('postgres'));
  project.provide('deskUrl', desk.url);
  project.provide('scratch', dir);
  return async () => {
    await desk.close();
    await postgres.stop();
    for (const made of [dir, data]) if (made) await rm(made, { recursive: true, force: true });
  };
}

const MEMORY = '/dev/shm';
const ENOUGH = 4e9;

/** A folder in memory where a system has that and room in it: a test's database is five hundred files, which a disk makes in half a second. */
async function inMemory(): Promise<string | undefined> {
  const { bavail, bsize } = await statfs(MEMORY).catch(() => ({ bavail: 0, bsize: 0 }));
  return bavail * bsize < ENOUGH ? undefined : mkdtemp(join(MEMORY, 'wend-test-')).catch(() => undefined);
}

export const TEMPLATE = 'wend_template';

async function makeTemplate(postgres: Postgres): Promise<void> {
  await createDatabase(postgres.url('postgres'), TEMPLATE);
  await migrate(postgres.url(TEMPLATE), join(import.meta.dirname, '../../server/database/migrations'));
}

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
    deskUrl: string;
    /** Removed with all it holds when the run ends. */
    scratch: string;
  }
}
