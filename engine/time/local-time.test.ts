import fc from 'fast-check';
import { expect, it } from 'vitest';
import { atLocalDate, nextLocalTime } from './local-time.ts';
import { isValidZone, wallClock } from './zone.ts';

const at = (iso: string) => Date.parse(iso);
const iso = (instant: number | undefined) =>
  instant === undefined ? undefined : new Date(instant).toISOString().slice(0, 16);

it.each([
  ['later today', '2025-03-01T07:00Z', 'Europe/Paris', 9, 0, [], '2025-03-01T08:00'],
  ['tomorrow when it has passed', '2025-03-01T09:00Z', 'Europe/Paris', 9, 0, [], '2025-03-02T08:00'],
  ['the next Thursday', '2025-03-01T09:00Z', 'Europe/Paris', 9, 0, [4], '2025-03-06T08:00'],
  ['a week later on its own weekday', '2025-03-06T08:00Z', 'Europe/Paris', 9, 0, [4], '2025-03-13T08:00'],
  ['the first minute after the gap, Paris', '2025-03-29T12:00Z', 'Europe/Paris', 2, 30, [], '2025-03-30T01:00'],
  ['the first minute after the gap, New York', '2025-03-08T12:00Z', 'America/New_York', 2, 1, [], '2025-03-09T07:00'],
  [
    'the first minute after half an hour of gap',
    '2025-10-04T12:00Z',
    'Australia/Lord_Howe',
    2,
    15,
    [],
    '2025-10-04T15:30',
  ],
  ['the first minute after a gap at midnight', '2018-11-03T12:00Z', 'America/Sao_Paulo', 0, 0, [], '2018-11-04T03:00'],
  ['the first of two', '2025-10-25T12:00Z', 'Europe/Paris', 2, 30, [], '2025-10-26T00:30'],
  ['once where it comes twice', '2025-10-26T00:30Z', 'Europe/Paris', 2, 30, [], '2025-10-27T01:30'],
  ['the local weekday at +14 h', '2025-03-01T11:00Z', 'Pacific/Kiritimati', 9, 0, [7], '2025-03-01T19:00'],
  ['the local weekday at -11 h', '2025-03-02T01:00Z', 'Pacific/Pago_Pago', 9, 0, [7], '2025-03-02T20:00'],
  ['the date line skips a Friday', '2011-12-29T20:00Z', 'Pacific/Apia', 9, 0, [], '2011-12-30T19:00'],
  ['the Friday after the skipped one', '2011-12-29T20:00Z', 'Pacific/Apia', 9, 0, [5], '2012-01-05T19:00'],
])('%s', (_, after, zone, hour, minute, weekdays, expected) => {
  expect(iso(nextLocalTime({ after: at(after), zone, hour, minute, weekdays }))).toBe(expected);
});

it('takes now when it may', () => {
  const after = at('2025-03-06T08:00Z');
  expect(nextLocalTime({ after, zone: 'Europe/Paris', hour: 9, minute: 0, orNow: true })).toBe(after);
});

it('refuses weekdays that do not exist', () => {
  expect(() => nextLocalTime({ after: 0, zone: 'UTC', hour: 9, minute: 0, weekdays: [8] })).toThrow(RangeError);
});

const zones = fc.constantFrom(
  'Europe/Paris',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
  'Pacific/Auckland',
  'Africa/Casablanca',
);

it('shows the wanted local time within 25 hours, or stands right after a gap', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: at('2010-01-01'), max: at('2030-01-01') }),
      zones,
      fc.nat(23),
      fc.nat(59),
      (after, zone, hour, minute) => {
        const found = nextLocalTime({ after, zone, hour, minute });
        expect(found).toBeGreaterThan(after);
        expect(found - after).toBeLessThanOrEqual(25 * 3_600_000);
        const local = wallClock(found, zone);
        const before = wallClock(found - 1, zone);
        const wanted = hour * 60 + minute;
        const shown = local.hour * 60 + local.minute;
        if (shown !== wanted) {
          expect(local.offsetNanoseconds).toBeGreaterThan(before.offsetNanoseconds);
          expect(shown).toBeGreaterThan(wanted);
        }
      },
    ),
  );
});

it.each([
  ['2025-03-30', '02:30', 'Europe/Paris', '2025-03-30T01:00'],
  ['2025-10-26', '02:30', 'Europe/Paris', '2025-10-26T00:30'],
  ['2024-02-29', '9:05', 'Asia/Kolkata', '2024-02-29T03:35'],
  ['2025-02-29', '09:00', 'UTC', undefined],
  ['2011-12-30', '09:00', 'Pacific/Apia', undefined],
  ['tomorrow', '09:00', 'UTC', undefined],
  ['2025-01-01', '25:00', 'UTC', undefined],
])('%s %s in %s is %s', (date, time, zone, expected) => expect(iso(atLocalDate(date, time, zone))).toBe(expected));

it.each([
  ['Europe/Paris', true],
  ['UTC', true],
  ['Etc/GMT+12', true],
  ['+14:00', true],
  ['Mars/Olympus', false],
  ['', false],
  ['2025-01-01T00:00Z', false],
  ['../../etc/passwd', false],
])('knows whether "%s" is a zone', (zone, valid) => expect(isValidZone(zone)).toBe(valid));
