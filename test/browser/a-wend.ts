import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { freePort } from '../../server/process/ports.ts';
import { temporalBinary } from '../../server/process/temporal-binary.ts';
import { aFolder, chromium } from '../harness/index.ts';
import { checkout, pathWithTemporal, start } from '../harness/started.ts';

/** A whole Wend as `npm start` brings it up, with a browser in front of it. */
export interface Wend {
  readonly origin: string;
  readonly workspaceId: string;
  /** A page of whoever has signed in. */
  page(options?: BrowserContextOptions): Promise<Page>;
  stop(): Promise<void>;
}

export async function aWend(): Promise<Wend> {
  const dir = aFolder();
  const path = await pathWithTemporal(join(dir, 'bin'), await temporalBinary(join(checkout, '.wend/bin'), () => {}));
  const env = { ...process.env, PATH: path, WEND_HOME: join(dir, 'home'), WEND_PORT: String(await freePort()) };
  const wend = start(['node', 'server/process/start.mjs'], checkout, env);
  const browser = await chromium();
  const [, link = ''] = await wend.prints(/Sign in[^:]*: (\S+)/);
  const first = await browser.newContext();
  const page = await first.newPage();
  await page.goto(link);
  await page.waitForURL(/\/journeys$/);
  const storageState = await first.storageState();
  const url = new URL(page.url());
  await first.close();
  return {
    origin: url.origin,
    workspaceId: /\/w\/([^/]+)/.exec(url.pathname)?.[1] ?? '',
    page: async (options = {}) => {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options, storageState });
      return context.newPage();
    },
    async stop() {
      await browser.close();
      await wend.interrupt();
    },
  };
}
