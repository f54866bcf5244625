import { build } from './build.mjs';

/** What an operator asks from a terminal: `npm run wend -- reseat`. */
export async function run(args) {
  await build();
  const { wend } = await import('../dist/wend.js');
  return wend(args);
}
