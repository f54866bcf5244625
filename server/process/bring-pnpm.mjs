// Runs before anything is installed: Node's own modules only.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ours = fileURLToPath(new URL('pnpm', import.meta.url));

/**
 * Has `use` called with how to run pnpm: the one whose hash stands in `pinned`, which is gone afterwards. Where there is none for this
 * platform it is the same version, as the registry vouches for it. Undefined where what came is not what is pinned.
 */
export function withPnpm(use, pinned = ours) {
  const name = `@pnpm/exe.${process.platform}-${process.arch}`;
  const versions = JSON.parse(readFileSync(join(pinned, 'package.json'), 'utf8')).optionalDependencies;
  if (!(name in versions) || !hasGlibc()) return use('npx', '-y', `pnpm@${Object.values(versions)[0]}`);
  const place = mkdtempSync(join(tmpdir(), 'wend-pnpm-'));
  try {
    for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(pinned, file), join(place, file));
    const quietly = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    spawnSync('npm', ['ci', ...quietly], { cwd: place, stdio: ['ignore', 'ignore', 'inherit'] });
    const pnpm = join(place, 'node_modules', name, 'pnpm');
    // npm leaves out an optional package that it could not take, and says nothing.
    return existsSync(pnpm) ? use(pnpm) : undefined;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

const hasGlibc = () => process.report.getReport().header.glibcVersionRuntime !== undefined;
