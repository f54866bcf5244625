/**
 * How the editor feels at 200 and 1,000 steps: `npx tsx test/bench/editor.ts [steps…]` builds it, opens a made-up journey of that size in a real
 * browser (the server's answers are given here) and prints what was measured beside what is to hold. It fails nobody: times on a shared machine
 * are no verdict. Of each figure the best of three runs counts, since noise only slows.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { bindSteps, builtInNodes, type JourneyDocument, layout, nodeTypesOf, validate } from '@wend/engine';
import { aJourney } from '@wend/engine/testing';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { FlowCache } from '../../editor/canvas/flow-cache.ts';
import { graphOf } from '../../editor/canvas/graph.ts';
import { toFlow } from '../../editor/canvas/to-flow.ts';
import { chromium } from '../harness/chromium.ts';
import { listening } from '../harness/listening.ts';

const RUNS = 3;
const root = join(import.meta.dirname, '../..');
const types = nodeTypesOf(builtInNodes);

/** What is to hold, by number of steps; ms, frames, counts. */
const BUDGET: Readonly<Record<string, readonly [small: number, large: number]>> = {
  'layout, ms': [5, 20],
  'canvas from the document, ms': [25, 60],
  'ready, ms': [1_200, 1_600],
  'pan, median frame, ms': [17, 20],
  'pan, p95 frame, ms': [50, 50],
  'drag from the palette, median frame, ms': [17, 20],
  'drag from the palette, p95 frame, ms': [50, 50],
  'typing a letter, median to paint, ms': [50, 50],
  'typing a letter, worst to paint, ms': [100, 200],
  'click on a card, ms': [100, 200],
  'insert a step, ms': [100, 200],
  'undo, ms': [100, 200],
  'longest task after ready, ms': [200, 400],
  elements: [4_000, 5_000],
  'heap, MB': [40, 80],
};
type Figures = Record<string, number>;

/** Waits, splits with two messages each that meet again, now and then a branch that ends. */
function aLargeJourney(size: number): JourneyDocument {
  const edges: { from: string; port: string; to: string }[] = [];
  const steps: Record<string, JourneyDocument['steps'][string]> = {};
  let loose = [{ from: 'entry', port: 'next' }];
  const put = (type: string, config: JourneyDocument['steps'][string]['config'], at = loose): string => {
    const id = `s${Object.keys(steps).length}`;
    steps[id] = { type, v: 1, name: `Step ${id}`, config };
    edges.push(...at.map((place) => ({ ...place, to: id })));
    return id;
  };
  const next = (id: string) => [{ from: id, port: 'next' }];
  const variants = ['a', 'b', 'c'].map((id, n) => ({ id, name: id.toUpperCase(), share: n === 2 ? 1_000 : 4_500 }));
  for (let n = 0; Object.keys(steps).length < size; n += 1) {
    loose = next(put('wait', { until: 'duration', for: 'PT1H' }));
    const split = put('split', { variants });
    const text = put('sms', { body: 'Hi {{ profile.firstName | default: "there" }}, your cart is saved' }, [
      { from: split, port: 'a' },
    ]);
    const mail = put('email', { subject: 'Still thinking?', body: 'Your cart is waiting for you.' }, [
      { from: split, port: 'b' },
    ]);
    if (n % 3 === 0) put('end', {}, [{ from: split, port: 'c' }]);
    loose = [...next(text), ...next(mail)];
  }
  return { ...aJourney().entry('Cart Updated').document(), name: `${size} steps`, steps, edges };
}

function measureEngine(document: JourneyDocument): Figures {
  const { steps } = bindSteps(document, types);
  const graph = graphOf(document, steps, false);
  return {
    'layout, ms': timed(() => void layout(graph)),
    'canvas from the document, ms': timed(() => void toFlow(document, steps, false, new FlowCache())),
    'problems of the document, ms': timed(() => void validate(document, types)),
  };
}

function timed(act: () => void): number {
  return Math.min(
    ...Array.from({ length: 20 }, () => {
      const began = performance.now();
      act();
      return performance.now() - began;
    }),
  );
}

const MIME: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** The built editor, any other path its page. */
async function served(folder: string): Promise<{ readonly origin: string; close(): void }> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    const type = MIME[extname(path)];
    response.setHeader('content-type', type ?? 'text/html');
    response.end(readFileSync(join(folder, type === undefined ? 'index.html' : path)));
  });
  return { origin: `http://${await listening(server)}`, close: () => server.close() };
}

/** What the editor asks the server for while a draft is open. */
async function answering(page: Page, document: JourneyDocument): Promise<void> {
  let revision = 1;
  const answers: Readonly<Record<string, () => unknown>> = {
    '/api/me': () => ({
      user: { id: 'u', name: 'Ada', email: '' },
      workspaces: [{ id: 'w', name: 'Shop', timeZone: 'UTC' }],
    }),
    '/api/w/w/node-types': () => ({ items: [] }),
    '/api/w/w/schema': () => ({ events: [], attributes: [{ path: 'firstName', sample: 'Ada' }], topics: [] }),
    '/api/w/w/journeys': () => ({ items: [] }),
    '/api/w/w/journeys/j': () => ({
      id: 'j',
      name: document.name,
      state: 'draft',
      revision,
      draft: document,
      hasChanges: true,
      problems: [],
    }),
    '/api/w/w/journeys/j/draft': () => {
      revision += 1;
      return { revision, problems: [] };
    },
  };
  await page.route('**/api/**', (route) =>
    route.fulfill({ json: answers[new URL(route.request().url()).pathname]?.() ?? {} }),
  );
}

/** Runs in the page before anything else: keeps long tasks and the time from each event to the paint that shows it. */
const WATCH = `
  window.tasks = []; window.events = [];
  new PerformanceObserver((list) => tasks.push(...list.getEntries().map((one) => [one.startTime, one.duration]))).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((list) => events.push(...list.getEntries().map((one) => [one.name, one.startTime, one.duration]))).observe({ type: 'event', durationThreshold: 16, buffered: true });
  window.frames = (ms) => new Promise((done) => {
    const deltas = []; let last = performance.now(); const end = last + ms;
    const tick = (now) => { deltas.push(now - last); last = now; now < end ? requestAnimationFrame(tick) : done(deltas); };
    requestAnimationFrame(tick);
  });`;

async function measurePage(browser: Browser, origin: string, document: JourneyDocument): Promise<Figures> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable');
  await page.addInitScript(WATCH);
  await answering(page, document);
  const figures: Figures = { 'ready, ms': await readyIn(page, `${origin}/w/w/journeys/j`) };
  const begin = Number(await page.evaluate('performance.now()'));
  Object.assign(figures, await panned(page), await dragged(page));
  figures['click on a card, ms'] = await slowest(page, () => page.locator('#card-s2').click());
  Object.assign(figures, await typed(page));
  figures['insert a step, ms'] = await slowest(page, async () => {
    await page.locator('.plus[data-from="s0"]').click();
    await page.keyboard.type('push');
    await page.keyboard.press('Enter');
    await page.locator('.inspector h2', { hasText: 'Push' }).waitFor();
  });
  await page.locator('.react-flow__pane').click({ position: { x: 12, y: 12 } });
  figures['undo, ms'] = await slowest(page, () => page.keyboard.press('Control+z'));
  figures['longest task after ready, ms'] = Number(
    await page.evaluate(`Math.max(0, ...tasks.filter(([at]) => at > ${begin}).map(([, ms]) => ms))`),
  );
  figures['elements'] = Number(await page.evaluate("document.querySelectorAll('*').length"));
  figures['heap, MB'] = await heapOf(cdp);
  await page.close();
  return figures;
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

/** How long frames take while something moves. */
async function moving(page: Page, what: string, act: () => Promise<void>): Promise<Figures> {
  const watching = page.evaluate('frames(2500)');
  await act();
  const deltas = (await watching) as number[];
  const sorted = deltas.toSorted((a, b) => a - b);
  return {
    [`${what}, median frame, ms`]: sorted[Math.floor(sorted.length / 2)] ?? 0,
    [`${what}, p95 frame, ms`]: sorted[Math.floor(sorted.length * 0.95)] ?? 0,
  };
}

async function typed(page: Page): Promise<Figures> {
  const area = page.getByLabel('Message', { exact: true });
  await area.focus();
  const times = await eventsOf(page, () => page.keyboard.type(' and a little more to say', { delay: 60 }));
  const keys = times.filter(([name]) => name === 'keydown').map(([, , ms]) => ms);
  const sorted = keys.toSorted((a, b) => a - b);
  return {
    'typing a letter, median to paint, ms': sorted[Math.floor(sorted.length / 2)] ?? 0,
    'typing a letter, worst to paint, ms': sorted.at(-1) ?? 0,
  };
}

/** The longest time from an event to the paint that shows what came of it. */
async function slowest(page: Page, act: () => Promise<void>): Promise<number> {
  return Math.max(0, ...(await eventsOf(page, act)).map(([, , ms]) => ms));
}

async function eventsOf(page: Page, act: () => Promise<void>): Promise<readonly [string, number, number][]> {
  await page.evaluate('void (events.length = 0)');
  await act();
  // Entries come a frame or two after what they tell of.
  await page.evaluate('frames(300)');
  return (await page.evaluate('events')) as [string, number, number][];
}

async function heapOf(cdp: CDPSession): Promise<number> {
  await cdp.send('HeapProfiler.collectGarbage');
  const { metrics } = await cdp.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0) / 1_048_576;
}

const best = (runs: readonly Figures[]): Figures =>
  Object.fromEntries(Object.keys(runs[0] ?? {}).map((name) => [name, Math.min(...runs.map((run) => run[name] ?? 0))]));

function printed(figures: Figures, size: number): void {
  console.log(`\n${size} steps`);
  for (const [name, value] of Object.entries(figures)) {
    const budget = BUDGET[name]?.[size > 400 ? 1 : 0];
    const verdict = budget === undefined ? '' : `  to hold ${budget}${value > budget ? '  OVER' : ''}`;
    console.log(`  ${name.padEnd(42)}${value.toFixed(value < 10 ? 1 : 0).padStart(7)}${verdict}`);
  }
}

const sizes = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), 'wend-bench-'));
const built = spawnSync('npx', ['vite', 'build', '--outDir', folder, '--emptyOutDir', '--logLevel', 'error'], {
  cwd: join(root, 'editor'),
  stdio: 'inherit',
});
if (built.status !== 0 || !statSync(join(folder, 'index.html')).isFile()) throw new Error('The editor was not built');
const site = await served(folder);
const browser = await chromium();
for (const size of sizes.length > 0 ? sizes : [200, 1_000]) {
  const document = aLargeJourney(size);
  const runs: Figures[] = [];
  for (let n = 0; n < RUNS; n += 1)
    runs.push({ ...measureEngine(document), ...(await measurePage(browser, site.origin, document)) });
  printed(best(runs), Object.keys(document.steps).length);
}
await browser.close();
site.close();
rmSync(folder, { recursive: true, force: true });
