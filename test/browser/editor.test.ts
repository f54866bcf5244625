import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aWend, type Wend } from './a-wend.ts';

let wend: Wend;
let page: Page;
/** The journey that the tests below build, publish and pause, one after the other. */
let journey: string;
beforeAll(async () => {
  wend = await aWend();
  page = await wend.page();
  await page.goto(`${wend.origin}/w/${wend.workspaceId}/journeys`);
  await button('New journey').click();
  await button(/^Blank/).click();
  await page.locator('#card-entry').click();
  journey = page.url();
  await page.getByLabel('Event', { exact: true }).fill('Cart Saved');
}, 240_000);
afterAll(() => wend.stop());

const button = (name: string | RegExp) =>
  page.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name });
const plusAfter = (step: string, port = 'next') => page.locator(`.plus[data-from="${step}"][data-port="${port}"]`);
/** Kinds of the cards that are on the canvas, from above. */
const cards = () => page.locator('.card .kicker:first-child').allTextContents();
const saved = () => page.getByText('Saved', { exact: true }).waitFor();

it('adds a step by the + of a path and by a click in the palette; undone and done again by buttons and by keys', async () => {
  await plusAfter('entry').click();
  await page.getByRole('combobox', { name: 'Find a step to add' }).fill('sm');
  await page.keyboard.press('Enter');
  await expect.poll(cards).toEqual(['Entry · event', 'SMS']);
  const palette = page.getByRole('complementary', { name: 'Steps' });
  await palette.getByRole('button', { name: 'Wait', exact: true }).click();
  await plusAfter('entry').click();
  await expect.poll(async () => (await cards()).length).toBe(3);
  const [whole, before] = [
    ['Entry · event', 'Wait', 'SMS · +1 day'],
    ['Entry · event', 'SMS'],
  ];
  const sorted = async () => (await cards()).toSorted();
  await button('Undo: Add Wait').click();
  await expect.poll(sorted).toEqual(before);
  await button('Redo: Add Wait').click();
  await expect.poll(sorted).toEqual(whole.toSorted());
  await page.locator('.canvas').focus();
  await page.keyboard.press('Control+z');
  await expect.poll(sorted).toEqual(before);
  await page.keyboard.press('Control+Shift+z');
  await expect.poll(sorted).toEqual(whole.toSorted());
});

it('saves by itself: all of it is there when the page is opened anew', async () => {
  await saved();
  await page.reload();
  await expect.poll(async () => (await cards()).length).toBe(3);
  await page.locator('#card-entry').click();
  expect(await page.getByLabel('Event', { exact: true }).inputValue()).toBe('Cart Saved');
});

it('leads from what is wrong on a card, in the list and beside Publish to the field that is meant', async () => {
  const focused = () => page.evaluate(`document.activeElement?.closest('[data-field]')?.getAttribute('data-field')`);
  await page.locator('#card-sms1 .problem-pill').click();
  await expect.poll(focused).toBe('body');
  await page.locator('.react-flow__pane').click({ position: { x: 20, y: 20 } });
  await button(/^SMS: The message is empty/).click();
  await expect.poll(focused).toBe('body');
  await page.locator('.react-flow__pane').click({ position: { x: 20, y: 20 } });
  await button(/^Publish · 1 problem/).click();
  await expect.poll(focused).toBe('body');
});

it('writes a message with what is known of each person, which keys take as a whole', async () => {
  const message = page.getByLabel('Message', { exact: true });
  const shown = () => message.inputValue();
  await message.fill('');
  await message.pressSequentially('Hi ');
  await button('+ First name').click();
  await page.keyboard.type('!');
  expect(await shown()).toBe('Hi \u2068first name\u2069!');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Backspace');
  expect(await shown()).toBe('Hi !');
  await page.keyboard.press('Control+z');
  expect(await shown()).toBe('Hi \u2068first name\u2069!');
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.type('dear ');
  expect(await shown()).toBe('Hi dear \u2068first name\u2069!');
  await page.getByLabel('If first name is not known').fill('friend');
  await page.locator('#card-sms1').getByText('Hi dear friend!').waitFor();
  await saved();
});

it('publishes with a note, which stands in the history', async () => {
  await button('Publish').click();
  await page.getByLabel('What is new?').fill('The first of its kind');
  await button('Publish now').click();
  await page.waitForURL(/mode=live/);
  await page.getByText('Running · v1').waitFor();
  await page.getByRole('link', { name: 'History' }).click();
  const version = page.locator('.history li');
  await version.getByText('The first of its kind').waitFor();
  expect(await version.getByText('v1').count()).toBe(1);
  expect(await version.getByText('0 inside').count()).toBe(1);
});

it('pauses, and resumes only once it is said how to catch up', async () => {
  await page.goto(`${journey.split('?')[0]}?mode=live`);
  await button('Pause').click();
  await page.getByText('Paused · v1').waitFor();
  await button('Resume').click();
  const dialog = page.getByRole('dialog', { name: 'Resume the journey' });
  await dialog.getByText('0 people came due while it was paused').waitFor();
  await dialog.getByLabel('Spread them over the next hours').check();
  await dialog.getByRole('spinbutton').fill('6');
  await dialog.getByRole('button', { name: 'Resume' }).click();
  await page.getByText('Running · v1').waitFor();
});

it('is dark where somebody wants it dark, also the next time', async () => {
  const ground = () => page.evaluate(`getComputedStyle(document.body).backgroundColor`);
  const light = await ground();
  await button('Use the dark theme').click();
  const dark = await ground();
  expect(dark).not.toBe(light);
  await page.reload();
  await page.getByText('Running · v1').waitFor();
  expect(await ground()).toBe(dark);
  await page.goto(`${wend.origin}/w/${wend.workspaceId}/settings`);
  await button('As the system').click();
  await expect.poll(ground).toBe(light);
});
