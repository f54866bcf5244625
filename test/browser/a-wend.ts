import { join } from 'node:path';
import { freePort } from '../../server/process/ports.ts';
import { temporalBinary } from '../../server/process/temporal-binary.ts';
import { aFolder, chromium } from '../harness/index.ts';
import { type SignedIn, signedIn } from '../harness/signed-in.ts';
import { checkout, pathWithTemporal, start } from '../harness/started.ts';

/** A whole Wend as `npm start` brings it up, with a browser in front of it. */
export interface Wend extends SignedIn {
  /** Its home folder. */
  readonly home: string;
  /** Everything it has printed so far. */
  said(): string;
  stop(): Promise<void>;
}

export async function aWend(): Promise<Wend> {
  const dir = aFolder();
  const path = await pathWithTemporal(join(dir, 'bin'), await temporalBinary(join(checkout, '.wend/bin'), () => {}));
  const home = join(dir, 'home');
  const env = { ...process.env, PATH: path, WEND_HOME: home, WEND_PORT: String(await freePort()) };
  const wend = start(['node', 'server/process/start.mjs'], checkout, env);
  const browser = await chromium();
  return {
    ...(await signedIn(browser, wend)),
    home,
    said: () => wend.said(),
    async stop() {
      await browser.close();
      await wend.interrupt();
    },
  };
}
