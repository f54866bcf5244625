import { readFile, rm, writeFile } from 'node:fs/promises';
import { commandOf } from './orphan.ts';
import { Sentence } from './sentence.ts';

/** Takes the folder for this process; resolves to how to give it back. */
export async function takeLock(file: string): Promise<() => Promise<void>> {
  for (;;) {
    try {
      await writeFile(file, String(process.pid), { flag: 'wx' });
      return () => rm(file, { force: true });
    } catch {
      const holder = Number(await readFile(file, 'utf8').catch(() => ''));
      const alive = holder > 0 && holder !== process.pid && (await commandOf(holder)).includes('process/start.mjs');
      if (alive)
        throw new Sentence(
          `Wend already runs from this folder (process ${holder}): stop it first, or set WEND_HOME to another folder.`,
        );
      await rm(file, { force: true });
    }
  }
}
