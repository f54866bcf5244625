import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { aWend, type Wend } from './a-wend.ts';

let wend: Wend;
let shop: Shop;
/** One for all looks: what a page needs is loaded once. */
let looked: Page;
beforeAll(async () => {
  wend = await aWend();
  looked = await wend.page();
  shop = await theShop();
}, 240_000);
afterAll(() => wend.stop());

const journey = z.object({
  id: z.string(),
  document: z.object({ steps: z.record(z.string(), z.object({ type: z.string(), name: z.string() })) }),
});
interface Shop {
  /** The sample journey with the most steps. */
  readonly journey: z.infer<typeof journey>;
  /** Somebody who was sent an e-mail. */
  readonly profileId: string;
  readonly runId: string;
}

/** The sample shop, once an e-mail has left. */
async function theShop(): Promise<Shop> {
  const page = await wend.page();
  const items = async <Item extends z.ZodType>(path: string, item: Item) => {
    const answer = await page.request.get(`${wend.origin}/api/w/${wend.workspaceId}${path}`);
    return z.object({ items: z.array(item) }).parse(await answer.json()).items;
  };
  const journeys = await items('/journeys', journey);
  const sizeOf = (one: z.infer<typeof journey>) => Object.keys(one.document.steps).length;
  const [largest] = journeys.toSorted((a, b) => sizeOf(b) - sizeOf(a));
  if (!largest) throw new Error('The sample has no journey');
  const message = z.object({ profileId: z.string(), runId: z.string() });
  const mails = () => items('/messages?channel=email&state=accepted', message);
  const [mail] = await vi.waitFor(
    async () => {
      const sent = await mails();
      if (sent.length === 0) throw new Error('No e-mail has left yet');
      return sent;
    },
    { timeout: 120_000, interval: 1_000 },
  );
  await page.context().close();
  return { journey: largest, profileId: mail?.profileId ?? '', runId: mail?.runId ?? '' };
}

type Place = readonly [name: string, path: () => string, act?: (page: Page) => Promise<void>];
const build = () => `/journeys/${shop.journey.id}`;
const changeBehaviour = async (page: Page): Promise<void> => {
  await page.getByText('How the test provider behaves').click();
  await page.getByRole('button', { name: 'Change how SMS behaves' }).click();
  await page.getByRole('button', { name: 'Add a behaviour' }).click();
};
const press = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name }).first().click();

const places: readonly Place[] = [
  ['the journeys', () => '/journeys'],
  ['no journey', () => '/journeys?q=nothing-is-called-this'],
  ['a new journey', () => '/journeys', press('New journey')],
  ['a draft', build],
  ['the entry', build, (page) => page.locator('#card-entry').click()],
  ['what a + offers', build, (page) => page.locator('.plus').first().click()],
  ['the outline', build, press('Outline')],
  ['a published journey', () => `${build()}?mode=live`],
  ['the people in it', () => `${build()}?mode=live&step=entry`],
  ['one person’s way', () => `${build()}?mode=live&run=${shop.runId}`],
  ['its history', () => `${build()}?mode=history`],
  ['the people', () => '/people'],
  ['nobody', () => '/people?q=nobody-is-called-this'],
  ['a person', () => `/people/${shop.profileId}`],
  ['the messages', () => '/messages'],
  [
    'a message',
    () => '/messages?channel=email&state=accepted',
    (page) => page.locator('.messages .whole').first().click(),
  ],
  ['the events', () => '/events'],
  ['refused events', () => '/events', press('Refused')],
  ['the test phone', () => `/sandbox`],
  ['how the test provider behaves', () => '/sandbox', changeBehaviour],
  ['the settings', () => '/settings'],
  ['a new source', () => '/settings', press('Connect a source')],
  ['the status', () => '/status'],
  ['a journey that is not there', () => '/journeys/0199aaaa-0000-7000-8000-000000000000'],
  ['an address that leads nowhere', () => '/nowhere'],
];
/** What only the canvas offers, which a phone does not show. */
const onCanvas: ReadonlySet<string> = new Set(['what a + offers', 'the outline', 'the entry']);

const wide = { width: 1440, height: 900 };
const tablet = { width: 1024, height: 768 };
const phone = { width: 390, height: 844 };
const contrast = { runOnly: ['color-contrast'] };

for (const place of places)
  it(`${place[0]}: no serious hindrance and nothing beyond the edge, light, dark and narrow`, () => isFine(place));

async function isFine([name, path, act]: Place): Promise<void> {
  await looked.setViewportSize(wide);
  await looked.emulateMedia({ colorScheme: 'light' });
  await open(looked, path(), act);
  const found = [...(await hindrances(looked, 'in the light')), ...(await beyond(looked, 'wide'))];
  await looked.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(() => looked.evaluate('document.documentElement.dataset.theme')).toBe('dark');
  // Only contrast is another matter in the dark.
  found.push(...(await hindrances(looked, 'in the dark', contrast)));
  await looked.setViewportSize(tablet);
  found.push(...(await beyond(looked, 'on a tablet')));
  if (!onCanvas.has(name)) {
    await looked.emulateMedia({ colorScheme: 'light' });
    await looked.setViewportSize(phone);
    found.push(...(await hindrances(looked, 'on a phone')), ...(await beyond(looked, 'on a phone')));
  }
  expect(found).toEqual([]);
}

it('has no serious hindrance in the form of any step', async () => {
  const page = await wend.page();
  await open(page, build());
  const found: string[] = [];
  for (const id of Object.keys(shop.journey.document.steps)) {
    await page.getByRole('button', { name: 'Show the whole journey' }).click();
    await page.locator(`#card-${id}`).click();
    await page.locator('.inspector').getByRole('button', { name: 'Delete step' }).waitFor();
    found.push(...(await hindrances(page, id)));
  }
  await page.context().close();
  expect(found).toEqual([]);
}, 240_000);

it('keeps what it shows while the server is lost, says so, and goes on when it is back', async () => {
  const page = await wend.page();
  await open(page, '/messages');
  const shown = await page.locator('.messages li').count();
  await page.route('**/api/**', (route) => route.abort());
  await page.getByText('The server cannot be reached').waitFor();
  expect(await page.locator('.messages li').count()).toBe(shown);
  await page.unroute('**/api/**');
  await page.getByText('The server cannot be reached').waitFor({ state: 'detached' });
  await page.context().close();
}, 120_000);

it('has the test provider behave as it is told, by keys alone, and well again', async () => {
  const page = await wend.page();
  await open(page, '/sandbox');
  const rules = async () => {
    const answer = await page.request.get(`${wend.origin}/api/w/${wend.workspaceId}/sandbox/played`);
    const one = z.looseObject({ channel: z.string(), rules: z.array(z.unknown()) });
    const { items } = z.object({ items: z.array(one) }).parse(await answer.json());
    return items.find(({ channel }) => channel === 'sms')?.rules ?? [];
  };
  const before = await rules();
  const press = (keys: string) => page.keyboard.press(keys);
  const change = page.getByRole('button', { name: 'Change how SMS behaves' });
  await page.locator('.behaviour summary').focus();
  await press('Enter');
  await change.focus();
  await press('Enter');
  await page.getByRole('button', { name: 'Add a behaviour' }).focus();
  await press('Enter');
  await page.getByLabel('What it does', { exact: true }).last().focus();
  await page.keyboard.type('Refuses the m');
  await page.getByLabel('Only for addresses that begin with').last().focus();
  await page.keyboard.type('+44, +43');
  await press('Enter');
  const card = page.locator('.behaviour [data-channel="sms"]');
  await card.getByText('Refuses the message · for +44… and 1 more').waitFor();
  await page.getByText('Makes trouble by SMS').waitFor();
  const answer = { kind: 'reject', scope: 'message' };
  expect((await rules()).slice(before.length)).toMatchObject([
    { to: '+44', answer },
    { to: '+43', answer },
  ]);
  await change.click();
  await page
    .getByRole('button', { name: /^Remove/ })
    .last()
    .click();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('It delivers everything').waitFor();
  expect(await rules()).toEqual(before);
  await page.context().close();
}, 120_000);

const hostile = `<!doctype html><html><head><title>x</title>
  <style>@import url("https://spy.example/import.css"); h1 { color: rgb(1, 2, 3); background: url("https://spy.example/style.png") }</style>
  <link rel="stylesheet" href="https://spy.example/sheet.css"><link rel="preconnect" href="https://spy.example">
  <meta http-equiv="refresh" content="0; url=https://spy.example/refresh"></head>
  <body onload="top.ran = true"><h1>Dear customer</h1>
  <script>top.ran = true; fetch('https://spy.example/fetch')</script>
  <img src="https://spy.example/pixel.gif" onerror="top.ran = true">
  <iframe src="https://spy.example/frame"></iframe><object data="https://spy.example/object"></object>
  <video src="https://spy.example/film" autoplay></video><svg onload="top.ran = true"><image href="https://spy.example/svg.png"></image></svg>
  <form action="https://spy.example/form"><input autofocus onfocus="top.ran = true"></form>
  <p style="background: url('https://spy.example/inline.png')">Words</p></body></html>`;

it('shows an e-mail in a frame that loads nothing and runs nothing', async () => {
  const page = await wend.page();
  await page.route('**/api/w/*/messages?*', async (route) => {
    const answer = await route.fetch();
    const { items } = z.object({ items: z.array(z.looseObject({})) }).parse(await answer.json());
    const letters = items.map((item) => ({ ...item, payload: { subject: 'Hello', html: hostile } }));
    await route.fulfill({ response: answer, json: { items: letters } });
  });
  const left: string[] = [];
  await page.context().route('https://spy.example/**', (route) => {
    left.push(route.request().url());
    return route.abort();
  });
  await open(page, '/messages?channel=email&state=accepted', (one) => one.locator('.messages .whole').first().click());
  const frame = page.frameLocator('.letter iframe');
  await frame.getByRole('heading', { name: 'Dear customer' }).waitFor();
  const [, letter] = page.frames();
  expect(await letter?.evaluate("getComputedStyle(document.querySelector('h1')).color")).toBe('rgb(1, 2, 3)');
  expect(await page.locator('.letter iframe').getAttribute('sandbox')).not.toMatch(
    /allow-scripts|allow-same-origin|allow-forms|allow-top-navigation/,
  );
  // What would load or run has had the time of a whole page.
  await page.locator('.letter').screenshot();
  expect(await page.evaluate('window.ran === true')).toBe(false);
  expect(left).toEqual([]);
  await page.context().close();
}, 120_000);

async function open(page: Page, path: string, act?: (page: Page) => Promise<void>): Promise<void> {
  await page.goto(`${wend.origin}/w/${wend.workspaceId}${path}`);
  await page.locator('h1, h2').first().waitFor();
  await loaded(page);
  await act?.(page);
  await loaded(page);
  expect(await page.getByText('Something on this page went wrong').count(), path).toBe(0);
}

const loaded = (page: Page) => expect.poll(() => page.locator('.state.loading').count(), { timeout: 15_000 }).toBe(0);

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** What keeps somebody from using a page, by the rules of axe. */
async function hindrances(page: Page, name: string, rules: object = {}): Promise<readonly string[]> {
  await page.evaluate(await readFile(axe, 'utf8'));
  const results = await page.evaluate(
    `axe.run(document, ${JSON.stringify({ ...rules, resultTypes: ['violations'] })})`,
  );
  return found
    .parse(results)
    .violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${name}: ${id} at ${nodes[0]?.html.slice(0, 120)}`);
}
const found = z.object({
  violations: z.array(z.object({ id: z.string(), impact: z.string(), nodes: z.array(z.object({ html: z.string() })) })),
});

async function beyond(page: Page, name: string): Promise<readonly string[]> {
  const over = Number(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth'));
  return over > 0 ? [`${name}: ${over} pixels beyond the edge`] : [];
}
