import { expect, it } from 'vitest';
import { barsOf } from './sparkline.tsx';

it('draws the best day at full height and a day without anybody as a line', () => {
  expect(barsOf([0, 5, 10])).toContain('v-32h');
  expect(barsOf([0, 0])).toBe('M1 32v-1h58v1zM61 32v-1h58v1z');
});
