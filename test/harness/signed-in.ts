import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Started } from './started.ts';

/** A browser in which somebody has signed in. */
export interface SignedIn {
  readonly origin: string;
  readonly workspaceId: string;
  /** A page of theirs, in a context of its own. */
  page(options?: BrowserContextOptions): Promise<Page>;
}

/** Follows the link that a Wend prints as it starts. */
export async function signedIn(browser: Browser, wend: Pick<Started, 'prints'>): Promise<SignedIn> {
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
  };
}
