import { execFile } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { cleanEnvironment } from '../../test/harness/fresh-clone.ts';
import { aFolder } from '../../test/harness/index.ts';

const run = promisify(execFile);
const lock = join(import.meta.dirname, 'pnpm');

/** What the pnpm that a folder pins says of its version; '' where none was taken. */
async function broughtBy(pinned: string): Promise<string> {
  const file = JSON.stringify(join(import.meta.dirname, 'bring-pnpm.mjs'));
  const ask = `import { execFileSync } from 'node:child_process';
    import { withPnpm } from ${file};
    process.stdout.write(withPnpm((command, ...args) => execFileSync(command, [...args, '--version'], { encoding: 'utf8' }), ${JSON.stringify(pinned)}) ?? '');`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', ask], { env: cleanEnvironment() });
  return stdout.trim();
}

it('brings the pnpm that is pinned by its hash, and takes no other under its name', async () => {
  const { optionalDependencies } = JSON.parse(readFileSync(join(lock, 'package.json'), 'utf8'));
  expect(await broughtBy(lock)).toBe(Object.values(optionalDependencies)[0]);
  const other = aFolder();
  cpSync(lock, other, { recursive: true });
  const pins = readFileSync(join(lock, 'package-lock.json'), 'utf8');
  writeFileSync(
    join(other, 'package-lock.json'),
    pins.replaceAll(/"sha512-(.)/g, (_, c) => `"sha512-${c === 'A' ? 'B' : 'A'}`),
  );
  expect(await broughtBy(other)).toBe('');
});
