import { aFolder, aLivedHome, chromium } from '../harness/index.ts';
import { surroundings } from '../harness/lived-home.ts';
import { type SignedIn, signedIn } from '../harness/signed-in.ts';
import { checkout, start } from '../harness/started.ts';

/** A whole Wend as `npm start` brings it up, with a browser in front of it. */
export interface Wend extends SignedIn {
  /** Its home folder. */
  readonly home: string;
  /** Everything it has printed so far. */
  said(): string;
  stop(): Promise<void>;
}

export async function aWend(): Promise<Wend> {
  const home = await aLivedHome();
  // What it logs where it logs most is looked into as well.
  const around = { ...(await surroundings(aFolder(), home)), WEND_LOG_LEVEL: 'debug' };
  const wend = start(['node', 'server/process/start.mjs'], checkout, around);
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
