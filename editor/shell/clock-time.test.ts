import { expect, it } from 'vitest';
import { clockTime, placeOf } from './clock-time.tsx';

const at = '2026-11-30T15:31:00.000Z';
const now = Date.parse(at);

it('reads the clock where somebody is: the day near now, else the date', () => {
  expect(clockTime(at, 'Asia/Tokyo', now)).toBe('Tue 00:31');
  expect(clockTime(at, 'Europe/London', now)).toBe('Mon 15:31');
  expect(clockTime('2026-07-01T23:30:00.000Z', 'Europe/London', now)).toBe('2 Jul 00:30');
});

it('says a place as people do, and shows a time also in a zone it does not know', () => {
  expect(placeOf('America/Argentina/Buenos_Aires')).toBe('Buenos Aires');
  expect(clockTime(at, 'Mars/Olympus', now)).toMatch(/^\w{3} \d\d:\d\d$/);
});
