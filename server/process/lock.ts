import { readFile, rm, writeFile } from 'node:fs/promises';
import { commandOf } from './orphan.ts';
import { Sentence } from './sentence.ts';

const holderOf = async (file: string): Promise<number> => Number(await readFile(file, 'utf8').catch(() => ''));

/** Whether a Wend that lives has this folder: `npm start`, or a command that needs the folder for itself. */
export async function isHeld(file: string): Promise<boolean> {
  const holder = await holderOf(file);
  return holder > 0 && holder !== process.pid && /process\/(start|with-install)\.mjs/.test(await commandOf(holder));
}

/** Takes the folder for this process; resolves to how to give it back. */
export async function takeLock(file: string): Promise<() => Promise<void>> {
  for (;;) {
    try {
      await writeFile(file, String(process.pid), { flag: 'wx' });
      return () => rm(file, { force: true });
    } catch {
      if (await isHeld(file))
        throw new Sentence(
          `Wend already runs from this folder (process ${await holderOf(file)}): stop it first, or set WEND_HOME to another folder.`,
        );
      await rm(file, { force: true });
    }
  }
}
