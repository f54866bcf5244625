import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type Browser, chromium as driver } from 'playwright-core';

const run = promisify(execFile);
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const quiet = ['--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update'];
const flags = ['--no-sandbox', '--disable-gpu', '--disable-sync', ...quiet];

/** A real browser: the one on PATH, else Debian's when we may install it, else the one Playwright brings. */
export async function chromium(): Promise<Browser> {
  const executablePath = (await onPath()) ?? (await byApt()) ?? (await byPlaywright());
  return driver.launch({ executablePath, args: flags });
}

async function onPath(): Promise<string | undefined> {
  for (const name of names) {
    const found = await run('sh', ['-c', `command -v ${name}`]).catch(() => undefined);
    if (found) return found.stdout.trim();
  }
  return undefined;
}

async function byApt(): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const apt = (args: readonly string[]) =>
    run('apt-get', args, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  try {
    await apt(['update', '-q']);
    await apt(['install', '-yq', '--no-install-recommends', 'chromium']);
  } catch {
    return undefined;
  }
  return onPath();
}

async function byPlaywright(): Promise<string> {
  await run('npx', ['playwright-core', 'install', 'chromium']);
  return driver.executablePath();
}
