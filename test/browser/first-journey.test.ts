import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { Analytics } from '@segment/analytics-node';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aWend, type Wend } from './a-wend.ts';

/** What is known of the person, and what they were sent. */
const GRACE = [
  'Marchbanks',
  'grace-1906',
  '447700900999',
  'grace@customers.example',
  'Hello Grace',
  'Thank you for looking',
];

let wend: Wend;
beforeAll(async () => {
  wend = await aWend();
});
afterAll(() => wend.stop());

it('builds a journey by drag and drop, publishes it, and follows a person through it', async () => {
  const { origin, workspaceId } = wend;
  const page = await wend.page();
  await page.goto(`${origin}/w/${workspaceId}/journeys`);

  await page.getByRole('button', { name: 'New journey' }).click();
  await page.getByRole('button', { name: /^Blank/ }).click();
  await page.locator('#card-entry').click();
  await page.getByLabel('Event', { exact: true }).fill('Browser Visited');
  await drop(page, 'SMS', 'entry', 'next');
  await page.getByLabel('Message', { exact: true }).fill('Hello Grace, look: https://shop.example/look');
  await drop(page, 'Wait', 'sms1', 'next');
  await page.getByRole('button', { name: 'Until something happens' }).click();
  await page.getByLabel('Event', { exact: true }).fill('Message Clicked');
  await drop(page, 'A/B split', 'wait1', 'happened');
  await drop(page, 'Branch on KPI', 'split1', 'a');
  await drop(page, 'E-mail', 'kpibranch1', 'at-least');
  await page.getByLabel('Subject').fill('Thank you');
  await page.getByLabel('Text', { exact: true }).fill('Thank you for looking.');
  await drop(page, 'Push', 'split1', 'b');
  await page.getByLabel('Title').fill('Thank you');
  await page.getByLabel('Text', { exact: true }).fill('For looking.');
  await page.locator('.react-flow__pane').click({ position: { x: 20, y: 20 } });
  await page.getByLabel('When messages may go').selectOption('none');
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByRole('button', { name: 'Publish now' }).click();
  await page.waitForURL(/mode=live/);

  const made = await page.request.post(`${origin}/api/w/${workspaceId}/sources`, {
    data: { name: 'Browser', kind: 'server' },
    headers: { origin },
  });
  const { writeKey } = await made.json();
  const shop = new Analytics({ writeKey, host: origin, path: '/v1/batch' });
  shop.identify({
    userId: 'grace-1906',
    traits: {
      firstName: 'Grace',
      lastName: 'Marchbanks',
      phone: '+447700900999',
      email: 'grace@customers.example',
      consent: { sms: true, email: true },
    },
  });
  shop.track({ userId: 'grace-1906', event: 'Browser Visited' });
  await shop.closeAndFlush();

  const phone = await wend.page({ userAgent: ownPhone });
  await phone.goto(`${origin}/w/${workspaceId}/sandbox`);
  await phone
    .getByRole('navigation', { name: 'Who got something' })
    .getByRole('link', { name: /Grace Marchbanks/ })
    .click();
  const text = phone.getByRole('list', { name: 'Messages' }).getByRole('listitem').filter({ hasText: 'Hello Grace' });
  expect(await text.textContent()).toContain('Reply STOP to opt out');
  // The shop itself is not there: its page is played.
  await phone.context().route('https://shop.example/**', (route) => route.fulfill({ body: 'The page of the shop' }));
  const [shopPage] = await Promise.all([phone.waitForEvent('popup'), text.getByRole('link').click()]);
  await shopPage.getByText('The page of the shop').waitFor();
  expect(shopPage.url()).toBe('https://shop.example/look');

  const figures = page.locator('#card-sms1 .card-figures');
  await expect.poll(() => figures.textContent(), { timeout: 30_000 }).toBe('1sent100 %delivered100 %clicked0not sent');
  await expect.poll(() => page.locator('.tile-figure b').first().textContent()).toBe('1');
  await page.getByRole('button', { name: /It happened 1/ }).waitFor();
  await page.getByRole('button', { name: /1 entered/ }).click();
  await page.getByRole('link', { name: 'Grace Marchbanks' }).first().click();
  const turns = page.locator('.timeline > li');
  const why = (turn: string) => turns.filter({ has: page.locator('b', { hasText: turn }) }).textContent();
  await expect.poll(() => why('A/B split'), { timeout: 30_000 }).toMatch(/Draw 0\.\d+, [AB] holds 0(\.5)? to (0\.5|1)/);
  expect(await why('Entered')).toContain('Browser Visited');
  expect(await why('SMS')).toContain('Hello Grace');
  expect(await why('Wait')).toContain('Message Clicked came');
  const [, arm = ''] = /, ([AB]) holds/.exec((await why('A/B split')) ?? '') ?? [];
  // The way that was taken is lit, the other one is not.
  const lit = (port: string) =>
    page.locator(`.way-label[data-dim="false"]`, { hasText: new RegExp(`^${port}$`) }).count();
  expect([await lit(arm), await lit(arm === 'A' ? 'B' : 'A')]).toEqual([1, 0]);
}, 240_000);

it('has told nothing of that person to any file but the database’s: no log, nothing that Temporal keeps', async () => {
  const kept = await filesOf(wend.home);
  const temporal = kept.filter(({ path }) => /temporal.*\.db/.test(path));
  // What is looked into is what is meant: this is where workflows stand.
  expect(temporal.some(({ bytes }) => bytes.includes('clock-'))).toBe(true);
  // The logs follow them all the same, by ids.
  const loggedBy = (role: string): readonly Readonly<Record<string, unknown>>[] =>
    String(kept.find(({ path }) => path.endsWith(`${role}.log`))?.bytes ?? '')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  const drove = { message: 'Drove a convoy', workspaceId: wend.workspaceId, convoyId: expect.any(String) };
  expect(loggedBy('worker')).toContainEqual(expect.objectContaining(drove));
  const took = { message: 'Answered', route: '/v1/batch', requestId: expect.any(String), status: 200 };
  expect(loggedBy('api')).toContainEqual(expect.objectContaining(took));
  const places = [...kept, { path: 'the terminal', bytes: Buffer.from(wend.said()) }];
  const told = places.flatMap(({ path, bytes }) =>
    GRACE.filter((word) => bytes.includes(word)).map((word) => [path, word]),
  );
  expect(told).toEqual([]);
}, 60_000);

/** A browser without a window says so, and counts as a machine: the person has a phone. */
const ownPhone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1';

/** Every file of a home folder but Postgres' own, which are where people belong. */
async function filesOf(home: string): Promise<readonly { readonly path: string; readonly bytes: Buffer }[]> {
  const found = await readdir(home, { recursive: true, withFileTypes: true });
  const files = found.filter((file) => file.isFile()).map((file) => relative(home, join(file.parentPath, file.name)));
  const ours = files.filter((path) => !path.startsWith(`postgres${sep}`));
  return Promise.all(ours.map(async (path) => ({ path, bytes: await readFile(join(home, path)) })));
}

/** Takes a step from the palette and lets it go over a +. */
async function drop(page: Page, step: string, from: string, port: string): Promise<void> {
  const plus = page.locator(`.plus[data-from="${from}"][data-port="${port}"]`);
  const cards = page.locator('.card');
  // Only what is on the screen is drawn: the whole journey is brought there, and stands still, before anything is aimed at.
  await page.getByRole('button', { name: 'Show the whole journey' }).click();
  await plus.click({ trial: true });
  const before = await cards.count();
  const item = await page
    .getByRole('complementary', { name: 'Steps' })
    .getByRole('button', { name: step, exact: true })
    .boundingBox();
  const target = await plus.boundingBox();
  if (!item || !target) throw new Error(`${step} or its place is not on the screen`);
  await page.mouse.move(item.x + 20, item.y + 16);
  await page.mouse.down();
  await page.mouse.move(item.x + 80, item.y + 40, { steps: 4 });
  await page.mouse.move(target.x + target.width / 2, target.y + target.height / 2, { steps: 8 });
  await page.mouse.up();
  await page.getByRole('button', { name: 'Show the whole journey' }).click();
  await expect.poll(() => cards.count()).toBe(before + 1);
}
