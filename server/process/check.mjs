import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './install.mjs';

const rooms = ['engine', 'workflows', 'server', 'editor', 'test'];
const bin = (name) => join(root, 'node_modules/.bin', name);

/** Everything that can be said of the code without running it. */
export async function run(args) {
  const fix = args.includes('--fix') ? ['--write'] : [];
  const checks = [
    ['format and lint', bin('biome'), 'check', '--error-on-warnings', ...fix, '.'],
    ['imports', bin('depcruise'), ...rooms, '--config', '.ci/rules/arrows.mjs', '-T', 'err-long'],
    ...[...rooms.filter(holdsCode), '.'].map((room) => [`types of ${room}`, bin('tsc'), '-p', room]),
  ];
  const results = [];
  // Two at a time: each of them already uses more than one core.
  for (let i = 0; i < checks.length; i += 2) results.push(...(await Promise.all(checks.slice(i, i + 2).map(perform))));
  return results.every(Boolean) ? 0 : 1;
}

const holdsCode = (room) =>
  existsSync(join(root, room, 'tsconfig.json')) &&
  readdirSync(join(root, room), { recursive: true }).some((file) => /^(?!.*node_modules).*\.tsx?$/.test(file));

function perform([name, command, ...args]) {
  return new Promise((done) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stdout.on('data', (chunk) => (said += chunk));
    child.stderr.on('data', (chunk) => (said += chunk));
    child.on('error', (error) => (said += error.message));
    child.on('close', (code) => {
      console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${name}`);
      if (code !== 0) console.log(said.trim());
      done(code === 0);
    });
  });
}
