import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build.mjs';
import { root } from './install.mjs';

/**
 * Everything, or what the arguments name. Ends with how many passed and how many failed. In CI everything runs within a fresh clone:
 * the checkout is one too, and the same tests of the same commit would say the same twice.
 */
export async function run(args) {
  const inClone = process.env.CI && args.length === 0 && !process.env.WEND_TEST_FRESH_CLONE && isAsCommitted();
  if (!inClone) await build();
  const scratch = mkdtempSync(join(tmpdir(), 'wend-tally-'));
  const which = inClone ? ['--project=clone'] : args;
  const reporters = ['--reporter=default', '--reporter=./test/harness/tally.ts'];
  const code = await vitest(['run', ...reporters, ...which], join(scratch, 'tally'));
  const { passed, failed } = sumOf(scratch);
  rmSync(scratch, { recursive: true, force: true });
  console.log(`${passed} passed, ${failed} failed`);
  return code === 0 && failed === 0 ? 0 : 1;
}

/** Whether a clone of the last commit has every file as it is here. */
function isAsCommitted() {
  const { status, stdout } = spawnSync('git', ['status', '--porcelain'], { cwd: root, encoding: 'utf8' });
  return status === 0 && stdout.trim() === '';
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

/** Of this run, and of one within a clone. A run that has left no tally has failed. */
function sumOf(scratch) {
  const tallies = readdirSync(scratch).map((name) => JSON.parse(readFileSync(join(scratch, name), 'utf8')));
  if (tallies.length === 0) return { passed: 0, failed: 1 };
  const sum = (what) => tallies.reduce((total, tally) => total + tally[what], 0);
  return { passed: sum('passed'), failed: sum('failed') };
}
