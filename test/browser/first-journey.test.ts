import { Analytics } from '@segment/analytics-node';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aWend, type Wend } from './a-wend.ts';

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
    userId: 'grace',
    traits: {
      firstName: 'Grace',
      lastName: 'Test',
      phone: '+447700900999',
      email: 'grace@customers.example',
      consent: { sms: true, email: true },
    },
  });
  shop.track({ userId: 'grace', event: 'Browser Visited' });
  await shop.closeAndFlush();

  await expect.poll(() => page.locator('.tile-figure b').first().textContent(), { timeout: 30_000 }).toBe('1');
  const journey = page.url();
  const sent = await messageOf(page, origin, workspaceId);
  const short = /https?:\/\/\S+\/c\/\w{8}/.exec(sent)?.[0] ?? '';
  // A browser without a window says so, and counts as a machine: the person has a phone.
  const phone =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1';
  const clicked = await page.request.get(short, { maxRedirects: 0, headers: { 'user-agent': phone } });
  expect([clicked.status(), clicked.headers()['location']]).toEqual([302, 'https://shop.example/look']);

  await page.goto(`${origin}/w/${workspaceId}/sandbox`);
  await page
    .getByRole('navigation', { name: 'Who got something' })
    .getByRole('link', { name: /Grace Test/ })
    .click();
  await expect.poll(() => page.getByText('Hello Grace').count(), { timeout: 30_000 }).toBeGreaterThan(0);
  await page.goto(journey);
  await page.getByRole('button', { name: /1 entered/ }).click();
  await page.getByRole('link', { name: 'Grace Test' }).first().click();
  const timeline = page.locator('.timeline');
  await expect.poll(() => timeline.textContent(), { timeout: 30_000 }).toMatch(/Message Clicked came/);
  await expect.poll(() => timeline.textContent(), { timeout: 30_000 }).toMatch(/Draw 0\.\d+, [AB] holds/);
}, 240_000);

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

async function messageOf(page: Page, origin: string, workspaceId: string): Promise<string> {
  let body = '';
  await expect
    .poll(
      async () => {
        const answer = await page.request.get(`${origin}/api/w/${workspaceId}/messages?channel=sms&state=accepted`);
        const { items } = await answer.json();
        body =
          items
            .map(({ payload }: { payload?: { body?: string } }) => payload?.body ?? '')
            .find((text: string) => text.includes('Hello Grace')) ?? '';
        return body;
      },
      { timeout: 30_000 },
    )
    .toContain('Hello Grace');
  return body;
}
