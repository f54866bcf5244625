import { join } from 'node:path';
import { build } from './build.mjs';
import { root } from './install.mjs';

/** Measures how what Wend does changes as its database grows. */
export async function run(args) {
  await build();
  const { tsImport } = await import('tsx/esm/api');
  const bench = await tsImport(join(root, 'test/bench/growth/main.ts'), import.meta.url);
  return bench.run(args);
}
