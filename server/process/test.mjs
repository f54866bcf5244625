import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build.mjs';
import { root } from './install.mjs';

/** Everything, or what the arguments name. Ends with how many passed and how many failed. */
export async function run(args) {
  await build();
  const scratch = mkdtempSync(join(tmpdir(), 'wend-tally-'));
  const tally = join(scratch, 'tally');
  const code = await vitest(['run', '--reporter=default', '--reporter=./test/harness/tally.ts', ...args], tally);
  const line = read(tally) ?? '0 passed, 1 failed';
  rmSync(scratch, { recursive: true, force: true });
  console.log(line);
  return code === 0 && line.endsWith(' 0 failed') ? 0 : 1;
}

function vitest(args, tally) {
  return new Promise((done) => {
    const child = spawn(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), ...args], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, WEND_TALLY: tally },
    });
    // Ctrl-C reaches the child as well; it cleans up first.
    process.on('SIGINT', () => {});
    child.on('exit', (code) => done(code ?? 1));
  });
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
