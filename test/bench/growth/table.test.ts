import { expect, it } from 'vitest';
import { growthTable, ratio } from './table.ts';

const figure = (value: number, unit: 'runs/s' | 'ms' | 'blocks/1,000 runs') => ({ of: '', value, unit });

it('says how a figure stands to the small one: below 1 is worse, whichever way it counts', () => {
  expect(ratio(figure(100, 'runs/s'), figure(50, 'runs/s'))).toBe(0.5);
  expect(ratio(figure(100, 'ms'), figure(200, 'ms'))).toBe(0.5);
  expect(ratio(figure(10, 'blocks/1,000 runs'), figure(40, 'blocks/1,000 runs'))).toBe(0.25);
});

it('takes pages that are there at once for alike', () => {
  expect(ratio(figure(2, 'ms'), figure(50, 'ms'))).toBe(1);
  expect(ratio(figure(2, 'ms'), figure(100, 'ms'))).toBe(0.5);
  expect(ratio(figure(0, 'blocks/1,000 runs'), figure(0, 'blocks/1,000 runs'))).toBe(1);
});

it('puts each size beside its part of the small one, and marks what fell too far', () => {
  const figures = [figure(100, 'runs/s'), figure(80, 'runs/s'), figure(60, 'runs/s')];
  const table = growthTable({
    ...{ date: '2030-01-02', machine: '2 cores', stages: ['small', 'more', 'most'] },
    ...{ grown: [{ row: 'crowd', of: '', figures }], rows: [{ name: 'crowd', what: 'a crowd' }] },
  });
  expect(table).toContain('| row | figure | small | more | most |');
  expect(table).toContain('| `crowd` | runs/s | 100 | 80 (0.8) | **60 (0.6)** |');
});
