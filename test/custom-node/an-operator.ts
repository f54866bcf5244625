import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { aFolder } from '../harness/index.ts';

/** What an operator has: a folder of their own, outside of the repository, without a package installed in it. Answers its config file. */
export async function anOperator(
  nodes: readonly string[],
  files: Readonly<Record<string, string>> = {},
  example = 'loyalty-points.ts',
): Promise<string> {
  const folder = aFolder();
  await copyFile(join(import.meta.dirname, example), join(folder, basename(example)));
  for (const [name, text] of Object.entries({ 'wend.config.json': JSON.stringify({ nodes }), ...files })) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return join(folder, 'wend.config.json');
}
