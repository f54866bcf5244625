import { execFile } from 'node:child_process';
import { mkdtemp, rename, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Case } from '../frame/case.ts';

const run = promisify(execFile);
const MB = 1_000_000;
const SMALL = 400 * MB;
const LARGE = 2_000 * MB;

/** Puts Postgres' files on a small disk of their own. */
async function onSmallDisk(home: string): Promise<() => Promise<void>> {
  const [data, aside] = [join(home, 'postgres'), join(home, 'postgres-aside')];
  await rename(data, aside);
  await run('mkdir', ['-m', '700', data]);
  await run('mount', ['-t', 'tmpfs', '-o', `size=${SMALL},mode=0700`, 'tmpfs', data]);
  await run('cp', ['-a', `${aside}/.`, data]);
  await run('chown', ['--reference', aside, data]);
  await rm(aside, { recursive: true });
  return async () => void (await run('umount', ['-l', data]));
}

/** Whether this machine lets us mount anything. */
async function whyNoDisk(): Promise<string | undefined> {
  const place = await mkdtemp(join(tmpdir(), 'wend-disk-'));
  try {
    await run('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', place]);
    await run('umount', [place]);
    return undefined;
  } catch (error) {
    return `No disk can be mounted here: ${error instanceof Error ? error.message : error}`;
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

export const disk: Case = {
  name: 'disk-full',
  what: "Postgres' disk is full, and is enlarged",
  blows: 1,
  skipped: whyNoDisk,
  prepare: onSmallDisk,
  async run(scene) {
    const data = join(scene.wend.home, 'postgres');
    const coming = scene.come(120, 12_000);
    await scene.sometime(2_000, 8_000);
    const { bavail, bsize } = await statfs(data);
    scene.wend.blows.fall();
    const ballast = join(data, 'ballast');
    // The last block is refused as well: whoever writes next finds nothing left.
    await run('dd', [
      'if=/dev/zero',
      `of=${ballast}`,
      'bs=4096',
      `count=${Math.floor((bavail * bsize) / 4_096) + 1}`,
    ]).catch(() => undefined);
    await pause(scene.outageMs(60_000));
    await run('mount', ['-o', `remount,size=${LARGE}`, data]);
    scene.wend.blows.heal();
    await coming;
    const answers = [...scene.crowd.answers.keys()];
    if (answers.every((status) => status === '200')) throw new Error('The disk was never full');
  },
};
