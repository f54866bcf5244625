import { expect, it } from 'vitest';
import type { ProviderOutcome } from '../../channels/contract.ts';
import { Lines } from './lines.ts';

const settings = { concurrency: 10, trips: 3, openMs: 1_000 };
const failed: ProviderOutcome = { kind: 'unknown', why: 'No answer' };
const accepted: ProviderOutcome = { kind: 'accepted', ref: 'x' };

function aLine() {
  const time = { nowMs: 0 };
  const lines = new Lines(() => time.nowMs, settings);
  return { time, lines, line: lines.to('one') };
}

it('lets no more calls fly than it may, each provider on its own', async () => {
  const { line, lines } = aLine();
  let answer: (outcome: ProviderOutcome) => void = () => {};
  const flying = line.call(() => new Promise((resolve) => (answer = resolve)));
  expect([line.free, lines.to('other').free, lines.to('one').free]).toEqual([9, 10, 9]);
  answer(accepted);
  expect(await flying).toBe(accepted);
  expect(line.free).toBe(10);
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
  for (const outcome of outcomes) await line.call(async () => outcome);
  expect(line.free).toBe(10);
  await line.call(async () => failed);
  expect(line.free).toBe(0);
});

it('lets one probe pass when its time is over: it closes on an answer, and stays open on another failure', async () => {
  const { line, time } = aLine();
  for (let n = 0; n < 3; n += 1) await line.call(async () => failed);
  time.nowMs = 999;
  expect(line.free).toBe(0);
  time.nowMs = 1_000;
  expect(line.free).toBe(1);
  let answer: (outcome: ProviderOutcome) => void = () => {};
  const probe = line.call(() => new Promise((resolve) => (answer = resolve)));
  expect(line.free).toBe(0);
  answer(failed);
  await probe;
  expect(line.free).toBe(0);
  time.nowMs = 2_000;
  await line.call(async () => accepted);
  expect(line.free).toBe(10);
});

it('counts a call that throws as over', async () => {
  const { line } = aLine();
  await expect(line.call(() => Promise.reject(new Error('Broken')))).rejects.toThrow('Broken');
  expect(line.free).toBe(10);
});
