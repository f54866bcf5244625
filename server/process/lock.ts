import { randomUUID } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
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
  const giveBack = await hold(file);
  if (giveBack) return giveBack;
  throw new Sentence(
    `Wend already runs from this folder (process ${await holderOf(file)}): stop it first, or set WEND_HOME to another folder.`,
  );
}

/** Undefined where another Wend holds it. The file appears with its holder's name in it: nobody takes it for one left behind. */
export async function hold(file: string): Promise<(() => Promise<void>) | undefined> {
  const scratch = `${file}.${randomUUID()}`;
  await writeFile(scratch, String(process.pid), { flag: 'wx' });
  try {
    while (!(await appears(scratch, file))) {
      if (await isHeld(file)) return undefined;
      await rm(file, { force: true });
    }
    return () => rm(file, { force: true });
  } finally {
    await rm(scratch, { force: true });
  }
}

async function appears(scratch: string, file: string): Promise<boolean> {
  try {
    await link(scratch, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
