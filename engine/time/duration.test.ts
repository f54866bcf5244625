import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addDuration, durationMs, parseDuration } from './duration.ts';

const at = (iso: string) => Date.parse(iso);

it.each([
  ['a month from 31 January ends in February', '2025-01-31T10:00:00Z', 'P1M', 'UTC', '2025-02-28T10:00:00Z'],
  ['a month from 31 January ends on the leap day', '2024-01-31T10:00:00Z', 'P1M', 'UTC', '2024-02-29T10:00:00Z'],
  ['a year from a leap day ends on 28 February', '2024-02-29T10:00:00Z', 'P1Y', 'UTC', '2025-02-28T10:00:00Z'],
  ['four years from a leap day end on a leap day', '2024-02-29T10:00:00Z', 'P4Y', 'UTC', '2028-02-29T10:00:00Z'],
  [
    'a day over the spring change keeps the local time',
    '2025-03-29T08:00:00Z',
    'P1D',
    'Europe/Paris',
    '2025-03-30T07:00:00Z',
  ],
  [
    '24 hours over the spring change are exact',
    '2025-03-29T08:00:00Z',
    'PT24H',
    'Europe/Paris',
    '2025-03-30T08:00:00Z',
  ],
  [
    'a day into the gap moves forward by the gap',
    '2025-03-29T01:30:00Z',
    'P1D',
    'Europe/Paris',
    '2025-03-30T01:30:00Z',
  ],
  ['a day into the overlap takes the first', '2025-10-25T00:30:00Z', 'P1D', 'Europe/Paris', '2025-10-26T00:30:00Z'],
  ['a day over the autumn change is 25 h', '2025-11-01T13:00:00Z', 'P1D', 'America/New_York', '2025-11-02T14:00:00Z'],
  ['a change of half an hour', '2025-10-04T13:00:00Z', 'P1D', 'Australia/Lord_Howe', '2025-10-05T12:30:00Z'],
  ['days first, then exact hours', '2025-03-29T00:30:00Z', 'P1DT1H', 'Europe/Paris', '2025-03-30T01:30:00Z'],
  ['a week at +14 h', '2025-03-01T11:00:00Z', 'P1W', 'Pacific/Kiritimati', '2025-03-08T11:00:00Z'],
  ['a month end by the local date', '2025-01-30T12:00:00Z', 'P1M', 'Pacific/Kiritimati', '2025-02-27T12:00:00Z'],
])('%s', (_, from, iso, zone, to) => {
  expect(new Date(addDuration(at(from), iso, zone)).toISOString()).toBe(new Date(to).toISOString());
});

it('keeps the local time over any number of days, but for gaps', () => {
  const days = fc.integer({ min: 0, max: 4000 });
  const start = fc.integer({ min: at('2000-01-01'), max: at('2030-01-01') });
  fc.assert(
    fc.property(start, days, (from, n) => {
      const to = addDuration(from, `P${n}D`, 'Europe/Paris');
      const drift = Math.abs(to - from - n * 86_400_000);
      expect([0, 3_600_000]).toContain(drift);
    }),
  );
});

it('adds hours exactly in every zone', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 0, max: 10_000 }), (from, n) => {
      expect(addDuration(from, `PT${n}H`, 'Pacific/Auckland') - from).toBe(n * 3_600_000);
    }),
  );
});

it.each([
  ['P2W', 1_209_600_000],
  ['P1DT1H1M1S', 90_061_000],
  ['PT0S', 0],
])('%s is %i ms', (iso, ms) => expect(durationMs(iso)).toBe(ms));

it.each(['P1M', 'P1Y'])('refuses %s as a window', (iso) => expect(() => durationMs(iso)).toThrow('no fixed length'));

it.each(['', 'P', 'PT', 'P1DT', '1D', 'P-1D', 'P1.5D', 'PT1H30', 'P1S', 'p1d'])('refuses "%s"', (iso) => {
  expect(() => parseDuration(iso)).toThrow(RangeError);
});

it.each(['P1001Y', 'PT99999999999999999999S'])('refuses %s as too long', (iso) => {
  expect(() => parseDuration(iso)).toThrow('longer than 1,000 years');
});
