import { join } from 'node:path';
import { build } from './build.mjs';
import { root } from './install.mjs';

/** Breaks a whole Wend in every way there is, and audits what is left: `npm run faults -- --case kill-worker --seed 7`. */
export async function run(args) {
  await build();
  const { tsImport } = await import('tsx/esm/api');
  const faults = await tsImport(join(root, 'test/faults/main.ts'), import.meta.url);
  return faults.run(args);
}
