import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { checkout } from '../../harness/started.ts';
import type { Case } from '../frame/case.ts';

/** Temporal knows nothing any more, and one command brings everybody back. */
export const reseats: readonly Case[] = [
  {
    name: 'reseat',
    what: "Temporal's data is deleted in the midst of a crowd, and one command rebuilds it",
    apart: true,
    blows: 1,
    async run(scene) {
      const { below, home } = scene.wend;
      if (!below) throw new Error('Temporal is not apart');
      const coming = scene.come(120, 12_000);
      await scene.sometime(4_000, 12_000);
      scene.wend.blows.fall();
      await below.stopTemporal();
      await rm(join(home, 'temporal'), { recursive: true });
      await below.startTemporal();
      const command = join(checkout, 'server/process/with-install.mjs');
      await promisify(execFile)(process.execPath, [command, 'wend', 'reseat'], {
        cwd: checkout,
        env: { ...process.env, WEND_HOME: home, WEND_DATABASE_URL: below.databaseUrl },
      });
      scene.wend.blows.heal();
      await coming;
    },
  },
];
