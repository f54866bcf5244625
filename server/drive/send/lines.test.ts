import { expect, it } from 'vitest';
import type { ProviderOutcome } from '../../channels/contract.ts';
import { type Line, Lines, lineSettings } from './lines.ts';

const settings = { concurrency: 10, opaque: 5, trips: 3, openMs: 1_000 };
const failed: ProviderOutcome = { kind: 'unknown', why: 'No answer' };
const accepted: ProviderOutcome = { kind: 'accepted', ref: 'x' };

/** How many calls could start now. */
function free(line: Line): number {
  const count = line.reserve(100);
  line.release(count);
  return count;
}

/** A call in a slot of its own, whatever is free. */
async function call(line: Line, outcome: () => Promise<ProviderOutcome>): Promise<ProviderOutcome> {
  line.exceed(1);
  return line.call(outcome).finally(() => line.release());
}

function aLine() {
  const time = { nowMs: 0 };
  const lines = new Lines(() => time.nowMs, settings);
  return { time, lines, line: lines.to('one', 'idempotent') };
}

it('lets no more calls fly than it may, each provider on its own', async () => {
  const { line, lines } = aLine();
  let answer: (outcome: ProviderOutcome) => void = () => {};
  const flying = call(line, () => new Promise((resolve) => (answer = resolve)));
  expect([line, lines.to('other', 'traceable'), lines.to('one', 'idempotent')].map(free)).toEqual([9, 10, 9]);
  answer(accepted);
  expect(await flying).toBe(accepted);
  expect(free(line)).toBe(10);
});

it('lets fewer fly where nobody can be asked afterwards', () => {
  expect(free(aLine().lines.to('silent', 'opaque'))).toBe(5);
});

it('opens after so many failures in a row, and an answer in between starts the count again', async () => {
  const { line } = aLine();
  const outcomes: ProviderOutcome[] = [
    failed,
    failed,
    { kind: 'rejected', scope: 'address', why: 'No' },
    failed,
    failed,
  ];
  for (const outcome of outcomes) await call(line, async () => outcome);
  expect(free(line)).toBe(10);
  await call(line, async () => failed);
  expect(free(line)).toBe(0);
});

it('lets one probe pass when its time is over: it closes on an answer, and stays open on another failure', async () => {
  const { line, time } = aLine();
  for (let n = 0; n < 3; n += 1) await call(line, async () => failed);
  time.nowMs = 999;
  expect(free(line)).toBe(0);
  time.nowMs = 1_000;
  expect(free(line)).toBe(1);
  let answer: (outcome: ProviderOutcome) => void = () => {};
  const probe = call(line, () => new Promise((resolve) => (answer = resolve)));
  expect(free(line)).toBe(0);
  answer(failed);
  await probe;
  expect(free(line)).toBe(0);
  time.nowMs = 2_000;
  await call(line, async () => accepted);
  expect(free(line)).toBe(10);
});

it('counts a call that throws as over', async () => {
  const { line } = aLine();
  await expect(call(line, () => Promise.reject(new Error('Broken')))).rejects.toThrow('Broken');
  expect(free(line)).toBe(10);
});

it('keeps slots for calls that are about to be, so that drives beside each other start no more than it may', async () => {
  const { line, time } = aLine();
  expect([line.reserve(6), line.reserve(6), line.reserve(6)]).toEqual([6, 4, 0]);
  line.release(6);
  await line.call(async () => accepted);
  // Until its outcome is recorded the slot is kept.
  expect(free(line)).toBe(6);
  line.release(4);
  for (let n = 0; n < 3; n += 1) await call(line, async () => failed);
  time.nowMs = 1_000;
  // One probe, however many ask.
  expect([line.reserve(50), line.reserve(50)]).toEqual([1, 0]);
});

it('waits for half of a full line, first come, first served, rather than send a few at a time', async () => {
  const { line } = aLine();
  expect(await line.reserveSoon(10, 60_000)).toBe(10);
  const got: (readonly [string, number])[] = [];
  const first = line.reserveSoon(8, 60_000).then((count) => got.push(['first', count]));
  const second = line.reserveSoon(2, 60_000).then((count) => got.push(['second', count]));
  line.release(4);
  await Promise.resolve();
  expect(got).toEqual([]);
  line.release(1);
  await first;
  expect(got).toEqual([['first', 5]]);
  line.release(3);
  await second;
  expect(got).toEqual([
    ['first', 5],
    ['second', 2],
  ]);
});

it('waits no longer than it may, and not at all for what hangs', async () => {
  const { line, time } = aLine();
  line.reserve(9);
  expect(await line.reserveSoon(10, 0)).toBe(1);
  expect(await line.reserveSoon(10, 1)).toBe(0);
  time.nowMs = 1_001;
  let kept: number | undefined;
  void line.reserveSoon(10, 10).then((count) => (kept = count));
  await Promise.resolve();
  expect(kept).toBe(0);
});

it('lets 50 calls fly where nobody can be asked afterwards, and 150 elsewhere', () => {
  const lines = new Lines(() => 0);
  expect(lines.to('opaque', 'opaque').reserve(1_000)).toBe(50);
  expect(lines.to('idempotent', 'idempotent').reserve(1_000)).toBe(150);
  expect(lines.to('traceable', 'traceable').reserve(1_000)).toBe(150);
});

it('lets nobody who comes later pass whoever waits for more', async () => {
  const line = new Lines(() => 0, { ...lineSettings, concurrency: 4 }).to('busy', 'idempotent');
  line.reserve(4);
  const order: string[] = [];
  const first = line.reserveSoon(4, 60_000).then((slots) => order.push(`first ${slots}`));
  line.release(1);
  const late = line.reserveSoon(1, 60_000).then((slots) => order.push(`late ${slots}`));
  line.release(1);
  await first;
  line.release(1);
  await late;
  expect(order).toEqual(['first 2', 'late 1']);
});
