import type { CDPSession, Page } from 'playwright-core';
import { percentile } from '../frame/figure.ts';

/** By what they are of. */
export type Figures = Record<string, number>;

/** Runs in the page before anything else: keeps long tasks and the time from each event to the paint that shows it. */
export const WATCH = `
  window.tasks = []; window.events = [];
  new PerformanceObserver((list) => tasks.push(...list.getEntries().map((one) => [one.startTime, one.duration]))).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((list) => events.push(...list.getEntries().map((one) => [one.name, one.startTime, one.duration]))).observe({ type: 'event', durationThreshold: 16, buffered: true });
  window.frames = (ms) => new Promise((done) => {
    const deltas = []; let last = performance.now(); const end = last + ms;
    const tick = (now) => { deltas.push(now - last); last = now; now < end ? requestAnimationFrame(tick) : done(deltas); };
    requestAnimationFrame(tick);
  });`;

/** How long frames take while something moves. */
export async function moving(page: Page, what: string, act: () => Promise<void>): Promise<Figures> {
  const watching = page.evaluate('frames(2500)');
  await act();
  const deltas = (await watching) as number[];
  return { [`${what}, median frame`]: percentile(deltas, 50), [`${what}, p95 frame`]: percentile(deltas, 95) };
}

/** The longest time from an event to the paint that shows what came of it. */
export async function slowest(page: Page, act: () => Promise<void>): Promise<number> {
  return Math.max(0, ...(await eventsOf(page, act)).map(([, , ms]) => ms));
}

export async function eventsOf(page: Page, act: () => Promise<void>): Promise<readonly [string, number, number][]> {
  await page.evaluate('void (events.length = 0)');
  await act();
  // Entries come a frame or two after what they tell of.
  await page.evaluate('frames(300)');
  return (await page.evaluate('events')) as [string, number, number][];
}

/** Megabytes of live objects. */
export async function heapOf(cdp: CDPSession): Promise<number> {
  await cdp.send('HeapProfiler.collectGarbage');
  const { metrics } = await cdp.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0) / 1_048_576;
}
