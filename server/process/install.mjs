// Runs before anything is installed: Node's own modules only.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withPnpm } from './bring-pnpm.mjs';

// Old Nodes get as far as here and are told so: import.meta.dirname is not theirs.
export const root = resolve(fileURLToPath(new URL('../..', import.meta.url)));
const installedStamp = join(root, 'node_modules', '.wend-installed');
const lockedFiles = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json'];

/** Ends the process with one sentence. */
export function giveUp(sentence) {
  console.error(`wend: ${sentence}`);
  process.exit(1);
}

export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const fits = (major === 20 && minor >= 19) || (major > 20 && major < 25);
  if (!fits) giveUp(`Node ${process.versions.node} does not fit: Wend runs on Node 20.19 to 24.`);
}

/** Brings the packages of the lockfile, unless they are there already. */
export function installPackages() {
  const stamp = hashOf(lockedFiles.map((file) => join(root, file)));
  if (existsSync(installedStamp) && readFileSync(installedStamp, 'utf8') === stamp) return;
  mustBeWritable();
  console.log('Installing packages (about a minute the first time) ...');
  const done = hasPnpm() ? install('pnpm') : withPnpm(install);
  if (!done) giveUp('pnpm, which brings the packages, could not be had as it is pinned; the lines above may say why.');
  const { status, error } = done;
  if (error) giveUp(`Installing the packages failed: ${error.message}.`);
  if (status !== 0) giveUp('Installing the packages failed; the lines above say why.');
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  writeFileSync(installedStamp, stamp);
}

/** Said before a tool that finds out says it in its own way. */
export function mustBeWritable() {
  try {
    accessSync(root, constants.W_OK);
  } catch ({ code }) {
    giveUp(
      `${root} cannot be written (${code}), and something is to be installed or built there: start it once as a user who may.`,
    );
  }
}

function install(command, ...args) {
  return spawnSync(command, [...args, 'install', '--frozen-lockfile', '--prefer-offline'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, CI: process.env.CI ?? 'true' },
  });
}

/** Whoever has a pnpm that reads our lockfile has chosen it. */
function hasPnpm() {
  const { status, stdout } = spawnSync('pnpm', ['--version'], { cwd: root, encoding: 'utf8' });
  return status === 0 && Number(stdout.trim().split('.')[0]) >= 12;
}

export function hashOf(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(file).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}
