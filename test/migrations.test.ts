import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';

const run = promisify(execFile);
const server = join(import.meta.dirname, '../server');

it('has a migration for every table as the code describes it', async () => {
  const place = await mkdtemp(join(tmpdir(), 'wend-migrations-'));
  onTestFinished(() => rm(place, { recursive: true, force: true }));
  const migrations = join(place, 'database/migrations');
  await cp(join(server, 'database/migrations'), migrations, { recursive: true });
  await cp(join(server, 'drizzle.config.ts'), join(place, 'drizzle.config.ts'));
  for (const name of ['tables', 'node_modules', 'channels', 'messages', 'ids', 'package.json'])
    await symlink(join(server, name), join(place, name));
  const before = await readdir(migrations);
  await run(join(server, 'node_modules/.bin/drizzle-kit'), ['generate', '--name', 'missing'], { cwd: place });
  expect(await readdir(migrations)).toEqual(before);
});
