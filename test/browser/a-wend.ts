import { join } from 'node:path';
import { freePort } from '../../server/process/ports.ts';
import { temporalBinary } from '../../server/process/temporal-binary.ts';
import { aFolder, chromium } from '../harness/index.ts';
import { type SignedIn, signedIn } from '../harness/signed-in.ts';
import { checkout, pathWithTemporal, start } from '../harness/started.ts';

/** A whole Wend as `npm start` brings it up, with a browser in front of it. */
export interface Wend extends SignedIn {
  stop(): Promise<void>;
}

export async function aWend(): Promise<Wend> {
  const dir = aFolder();
  const path = await pathWithTemporal(join(dir, 'bin'), await temporalBinary(join(checkout, '.wend/bin'), () => {}));
  const env = { ...process.env, PATH: path, WEND_HOME: join(dir, 'home'), WEND_PORT: String(await freePort()) };
  const wend = start(['node', 'server/process/start.mjs'], checkout, env);
  const browser = await chromium();
  return {
    ...(await signedIn(browser, wend)),
    async stop() {
      await browser.close();
      await wend.interrupt();
    },
  };
}
