import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { startVitest } from 'vitest/node';
import { root } from './install.mjs';

const inEngine = createRequire(join(root, 'engine/package.json'));

/** What the test of a step type may import without anything installed beside it, as its step may. */
const ours = [
  ['@wend/engine', join(root, 'engine/index.ts')],
  ['@wend/engine/testing', join(root, 'engine/testing/index.ts')],
  ['@wend/server/nodes', join(root, 'server/nodes/face.ts')],
  ['vitest', join(root, 'node_modules/vitest/dist/index.js')],
  ['zod', inEngine.resolve('zod')],
];

/** Runs the tests (`*.test.ts`) of step types of the operator's own, wherever they lie: `npm run steps -- ../our-steps`. */
export async function run([folder = '.', ...names]) {
  const alias = ours.map(([name, replacement]) => ({ find: new RegExp(`^${name}$`), replacement }));
  const settings = {
    root: resolve(process.env.INIT_CWD ?? '.', folder),
    config: false,
    watch: false,
    include: ['**/*.test.ts'],
  };
  // What Vite remembers lies here: their folder stays as it is.
  const cacheDir = join(root, 'node_modules/.wend-steps');
  const vitest = await startVitest('test', names, settings, { resolve: { alias }, cacheDir });
  const isGreen = vitest.state.getFiles().length > 0 && !process.exitCode;
  await vitest.close();
  return isGreen ? 0 : 1;
}
