import { afterEach, expect, it, vi } from 'vitest';
import { amount, percentile } from './figure.ts';
import { actAt, inFlight, scheduleOf } from './schedule.ts';
import { benchMarks, putBetweenMarks, type Sitting, tableOf } from './table.ts';

afterEach(() => vi.useRealTimers());

it('takes percentiles by the nearest rank, in any order', () => {
  const figures = Array.from({ length: 600 }, (_, index) => 600 - index);
  expect([percentile(figures, 50), percentile(figures, 99), percentile(figures, 100)]).toEqual([300, 594, 600]);
  expect([percentile([7], 1), percentile([7], 99)]).toEqual([7, 7]);
  expect(percentile([], 50)).toBeNaN();
});

it('says amounts with as many digits as mean something', () => {
  expect([0.123, 1.234, 12.34, 123.4, 12_345.6].map(amount)).toEqual(['0.12', '1.23', '12.3', '123', '12,346']);
});

it('posts at its instants, however slow the ones before are', async () => {
  vi.useFakeTimers({ now: 0 });
  const acted: [number, number][] = [];
  const acting = actAt(scheduleOf(50, 100, 3), Date.now, async (index) => {
    acted.push([index, Date.now()]);
    await new Promise((answer) => setTimeout(answer, 1_000));
  });
  await vi.advanceTimersByTimeAsync(2_000);
  await acting;
  expect(acted).toEqual([
    [0, 50],
    [1, 150],
    [2, 250],
  ]);
});

it('tells of a post that failed once the others have ended', async () => {
  const ended: number[] = [];
  const acting = actAt([0, 0, 0], Date.now, async (index) => {
    if (index === 0) throw new Error('Refused');
    ended.push(index);
  });
  await expect(acting).rejects.toThrow('Refused');
  expect(ended).toEqual([1, 2]);
});

it('keeps no more under way than it may', async () => {
  const [done, flying] = [[] as number[], { now: 0, most: 0 }];
  await inFlight(2, [1, 2, 3, 4, 5], async (item) => {
    flying.most = Math.max(flying.most, (flying.now += 1));
    await new Promise(setImmediate);
    flying.now -= 1;
    done.push(item);
  });
  expect([done, flying.most]).toEqual([[1, 2, 3, 4, 5], 2]);
});

const sitting: Sitting = {
  date: '2030-01-02',
  machine: '2 cores',
  rows: [
    {
      name: 'one',
      what: 'event → call',
      against: 'by hand',
      lines: [
        { of: 'p50', value: 45, unit: 'ms', floor: 30, hold: '≤ 60 ms' },
        { of: 'p99', value: 120, unit: 'ms', floor: 100, hold: '≤ 250 ms' },
      ],
      rounds: { ours: [], floor: [] },
      loadBefore: 0,
    },
    {
      name: 'start',
      what: 'a start',
      against: undefined,
      lines: [{ of: '', value: 5.25, unit: 's', floor: undefined, hold: undefined }],
      rounds: { ours: [], floor: [] },
      loadBefore: 0,
    },
  ],
  peaks: [{ name: 'worker', megabytes: 400 }],
};

it('puts figure, floor and ratio into a table, one line a figure', () => {
  const table = tableOf(sitting);
  expect(table).toContain('| `one` | event → call; floor: by hand | p50 45 ms | p50 30 ms | 1.5 | ≤ 60 ms |');
  expect(table).toContain('|  |  | p99 120 ms | p99 100 ms | 1.2 | ≤ 250 ms |');
  expect(table).toContain('| `start` | a start | 5.25 s |  |  |  |');
  expect(table).toContain('2030-01-02; 2 cores.');
  expect(table).toContain('Peak memory: worker 400 MB.');
});

it('writes between its marks and leaves the rest of the page alone', () => {
  const { begin, end } = benchMarks;
  const page = `# Before\n\n${begin}\nold\n${end}\n\nAfter ${end}`;
  expect(putBetweenMarks(page, benchMarks, 'new')).toBe(`# Before\n\n${begin}\nnew\n${end}\n\nAfter ${end}`);
  expect(() => putBetweenMarks('# Without marks', benchMarks, 'new')).toThrow(begin);
});
