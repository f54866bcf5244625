import { join } from 'node:path';
import { build } from './build.mjs';
import { root } from './install.mjs';

/** Measures what Wend does beside what it could do at best; rows may be named. */
export async function run(args) {
  await build();
  const { tsImport } = await import('tsx/esm/api');
  const bench = await tsImport(join(root, 'test/bench/main.ts'), import.meta.url);
  return bench.run(args);
}
