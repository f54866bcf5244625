import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { aFolder } from '../../test/harness/index.ts';
import { Home } from './home.ts';

const unwritable = /, where Wend keeps its data, cannot be written \(\w+\): set WEND_HOME to a folder of yours\.$/;

it('says in one sentence that its place is a file', async () => {
  const file = join(aFolder(), 'home');
  await writeFile(file, '');
  await expect(Home.open(file)).rejects.toThrow(unwritable);
});

// Root may write everywhere.
it.skipIf(process.getuid?.() === 0)('says in one sentence that it may not write there', async () => {
  const closed = join(aFolder(), 'closed');
  await mkdir(closed);
  await chmod(closed, 0o500);
  await expect(Home.open(join(closed, 'home'))).rejects.toThrow(unwritable);
});

it.each(['', '{"port":', '{"port":"many"}'])(
  'does not make a new password where facts.json is damaged: %s',
  async (facts) => {
    const dir = aFolder();
    await writeFile(join(dir, 'facts.json'), facts);
    await expect(Home.open(dir)).rejects.toThrow(/facts\.json cannot be read, and it holds the password .*\.$/);
  },
);

it('keeps what it was told', async () => {
  const dir = aFolder();
  const home = await Home.open(dir);
  await home.remember({ port: 4600 });
  expect((await Home.open(dir)).facts).toEqual({ ...home.facts, port: 4600 });
});
