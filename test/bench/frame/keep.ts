import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkout } from '../../harness/started.ts';

/** Keeps everything that was measured in a sitting, beside those of other days. */
export async function keepResult(
  kind: 'bench' | 'growth',
  sitting: object,
  say: (line: string) => void,
): Promise<void> {
  const folder = join(checkout, '.wend', kind);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `${new Date().toISOString().replaceAll(/[:.]/g, '-')}.json`);
  await writeFile(file, `${JSON.stringify(sitting, null, 2)}\n`);
  say(`Kept in ${file}`);
}
