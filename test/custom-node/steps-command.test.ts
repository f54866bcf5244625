import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cleanEnvironment } from '../harness/fresh-clone.ts';
import { aFolder } from '../harness/index.ts';
import { checkout, start } from '../harness/started.ts';

const names = ['loyalty-points.ts', 'loyalty-points.test.ts'];

/** What `npm run steps` says of this folder. */
async function steps(folder: string) {
  const command = start(
    [process.execPath, 'server/process/with-install.mjs', 'steps', folder],
    checkout,
    cleanEnvironment(),
  );
  const { code } = await command.ended;
  return { code, said: command.said() };
}

it('runs the test of a step type that lies outside, where nothing is installed', async () => {
  const folder = aFolder();
  expect((await steps(folder)).code).toBe(1);
  for (const name of names) await copyFile(join(import.meta.dirname, name), join(folder, name));
  expect(await steps(folder)).toMatchObject({ code: 0, said: expect.stringMatching(/1 passed/) });
  expect((await readdir(folder)).sort()).toEqual([...names].sort());
  const step = join(folder, 'loyalty-points.ts');
  await writeFile(step, (await readFile(step, 'utf8')).replace('Credited ', 'Took '));
  const broken = await steps(folder);
  expect(broken).toMatchObject({ code: 1, said: expect.stringContaining('credits points a week after the order') });
});
