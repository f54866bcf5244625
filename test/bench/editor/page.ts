import type { Page } from 'playwright-core';
import { percentile } from '../frame/figure.ts';
import { eventsOf, type Figures, heapOf, moving, slowest, WATCH } from './watch.ts';

/** Opens a draft as whoever signed in would and works on it. The draft is changed. */
export async function workOn(page: Page, url: string): Promise<Figures> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable');
  await page.addInitScript(WATCH);
  const ready = await readyIn(page, url);
  const begin = Number(await page.evaluate('performance.now()'));
  const moved = { ...(await panned(page)), ...(await dragged(page)) };
  const click = await slowest(page, () => page.locator('#card-s2').click());
  const letters = await typed(page);
  const insert = await slowest(page, () => inserted(page));
  await page.locator('.react-flow__pane').click({ position: { x: 12, y: 12 } });
  const undo = await slowest(page, () => page.keyboard.press('Control+z'));
  return {
    'address → first cards': ready,
    ...moved,
    'click on a card → shown': click,
    ...letters,
    'step inserted → shown': insert,
    'undo → shown': undo,
    'longest task after that': Number(
      await page.evaluate(`Math.max(0, ...tasks.filter(([at]) => at > ${begin}).map(([, ms]) => ms))`),
    ),
    elements: Number(await page.evaluate("document.querySelectorAll('*').length")),
    heap: await heapOf(cdp),
  };
}

/** From the address to the first cards on the screen: two frames after they are in the page. */
async function readyIn(page: Page, url: string): Promise<number> {
  await page.goto(url, { waitUntil: 'commit' });
  return Number(
    await page.evaluate(`new Promise((done) => {
      const look = () => document.querySelector('.card')
        ? requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))) : requestAnimationFrame(look);
      look();
    })`),
  );
}

async function panned(page: Page): Promise<Figures> {
  const where = () => page.locator('.react-flow__viewport').getAttribute('style');
  const before = await where();
  return moving(page, 'pan', async () => {
    await page.mouse.move(420, 700);
    await page.mouse.down();
    await page.mouse.move(620, 160, { steps: 60 });
    await page.mouse.up();
    if ((await where()) === before) throw new Error('The canvas did not move');
    await page.mouse.move(420, 160);
    await page.mouse.down();
    await page.mouse.move(220, 700, { steps: 60 });
    await page.mouse.up();
  });
}

async function dragged(page: Page): Promise<Figures> {
  const item = await page.getByRole('button', { name: 'SMS', exact: true }).boundingBox();
  if (!item) throw new Error('The palette is not on the screen');
  return moving(page, 'drag from the palette', async () => {
    await page.mouse.move(item.x + 20, item.y + 16);
    await page.mouse.down();
    await page.mouse.move(700, 300, { steps: 40 });
    await page.mouse.move(500, 700, { steps: 40 });
    await page.mouse.move(item.x + 20, item.y + 16, { steps: 20 });
    await page.keyboard.press('Escape');
    await page.mouse.up();
  });
}

async function inserted(page: Page): Promise<void> {
  await page.locator('.plus[data-from="s0"]').click();
  await page.keyboard.type('push');
  await page.keyboard.press('Enter');
  await page.locator('.inspector h2', { hasText: 'Push' }).waitFor();
}

async function typed(page: Page): Promise<Figures> {
  const area = page.getByLabel('Message', { exact: true });
  await area.focus();
  const times = await eventsOf(page, () => page.keyboard.type(' and a little more to say', { delay: 60 }));
  const keys = times.filter(([name]) => name === 'keydown').map(([, , ms]) => ms);
  return {
    'a letter typed → shown, median': percentile(keys, 50),
    'a letter typed → shown, worst': percentile(keys, 100),
  };
}
