import fc from 'fast-check';
import { expect, it } from 'vitest';
import { quietUntil, type SendWindow } from './quiet-hours.ts';
import { wallClock } from './zone.ts';

const at = (iso: string) => Date.parse(iso);
const iso = (instant: number | undefined) =>
  instant === undefined ? 'allowed' : new Date(instant).toISOString().slice(0, 16);
const every = [1, 2, 3, 4, 5, 6, 7];
const daytime: SendWindow[] = [{ days: every, from: '08:00', to: '20:00' }];
const weekdays: SendWindow[] = [
  { days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' },
  { days: [6], from: '10:00', to: '12:00' },
];
const night: SendWindow[] = [{ days: [5], from: '22:00', to: '02:00' }];
const split: SendWindow[] = [
  { days: every, from: '08:00', to: '10:00' },
  { days: every, from: '16:00', to: '00:00' },
];

it.each([
  ['allowed by day', daytime, '2025-03-05T12:00Z', 'Europe/Paris', 'allowed'],
  ['allowed from its first minute', daytime, '2025-03-05T07:00Z', 'Europe/Paris', 'allowed'],
  ['quiet from its last', daytime, '2025-03-05T19:00Z', 'Europe/Paris', '2025-03-06T07:00'],
  ['quiet before midnight', daytime, '2025-03-05T22:30Z', 'Europe/Paris', '2025-03-06T07:00'],
  ['quiet after midnight', daytime, '2025-03-05T23:30Z', 'Europe/Paris', '2025-03-06T07:00'],
  ['over the spring change', daytime, '2025-03-29T22:00Z', 'Europe/Paris', '2025-03-30T06:00'],
  ['over the autumn change', daytime, '2025-10-25T22:00Z', 'Europe/Paris', '2025-10-26T07:00'],
  ['Friday evening to Saturday', weekdays, '2025-03-07T20:00Z', 'Europe/Paris', '2025-03-08T09:00'],
  ['Saturday noon to Monday', weekdays, '2025-03-08T11:00Z', 'Europe/Paris', '2025-03-10T08:00'],
  ['a night belongs to the day it began on', night, '2025-03-08T00:30Z', 'Europe/Paris', 'allowed'],
  ['and not to the next', night, '2025-03-08T22:30Z', 'Europe/Paris', '2025-03-14T21:00'],
  ['between two windows', split, '2025-03-08T10:00Z', 'UTC', '2025-03-08T16:00'],
  ['up to midnight', split, '2025-03-08T23:59Z', 'UTC', 'allowed'],
  ['from midnight', split, '2025-03-09T00:00Z', 'UTC', '2025-03-09T08:00'],
  ['at +14 h', daytime, '2025-03-05T06:30Z', 'Pacific/Kiritimati', '2025-03-05T18:00'],
  ['at -11 h', daytime, '2025-03-05T06:59Z', 'Pacific/Pago_Pago', 'allowed'],
  ['at +13 h', weekdays, '2025-03-07T20:59Z', 'Pacific/Tongatapu', '2025-03-07T21:00'],
  [
    'a window in the gap opens after it',
    [{ days: every, from: '02:30', to: '05:00' }],
    '2025-03-29T23:00Z',
    'Europe/Paris',
    '2025-03-30T01:00',
  ],
  [
    'a window inside the gap stays shut that day',
    [{ days: every, from: '02:10', to: '02:50' }],
    '2025-03-30T00:00Z',
    'Europe/Paris',
    '2025-03-31T00:10',
  ],
  [
    'a window opens again in the second hour',
    [{ days: every, from: '02:30', to: '02:40' }],
    '2025-10-26T00:50Z',
    'Europe/Paris',
    '2025-10-26T01:30',
  ],
  [
    'a clock put back leads into a window',
    [{ days: every, from: '01:00', to: '02:30' }],
    '2025-10-26T00:40Z',
    'Europe/Paris',
    '2025-10-26T01:00',
  ],
  [
    'a gap at midnight',
    [{ days: [7], from: '00:00', to: '06:00' }],
    '2018-11-03T23:00Z',
    'America/Sao_Paulo',
    '2018-11-04T03:00',
  ],
])('%s', (_, windows, now, zone, expected) => expect(iso(quietUntil({ now: at(now), zone, windows }))).toBe(expected));

it.each([[[]], [[{ days: [], from: '08:00', to: '20:00' }]], [[{ days: [1], from: '8', to: '20:00' }]]])(
  'refuses windows that never open or cannot be read',
  (windows) => {
    expect(() => quietUntil({ now: 0, zone: 'UTC', windows })).toThrow(RangeError);
  },
);

const clock = fc
  .integer({ min: 0, max: 95 })
  .map((q) => `${String(Math.floor(q / 4)).padStart(2, '0')}:${String((q % 4) * 15).padStart(2, '0')}`);
const window = fc.record({
  days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 4 }),
  from: clock,
  to: clock,
});
const aroundAChange = fc.constantFrom(
  ['Europe/Paris', '2025-03-30T01:00Z'] as const,
  ['Europe/Paris', '2025-10-26T01:00Z'] as const,
  ['Australia/Lord_Howe', '2025-04-05T15:00Z'] as const,
  ['Australia/Lord_Howe', '2025-10-04T15:30Z'] as const,
  ['America/Sao_Paulo', '2018-11-04T03:00Z'] as const,
);

it('answers the first allowed quarter of an hour that a look at every one of them finds', () => {
  fc.assert(
    fc.property(
      aroundAChange,
      fc.integer({ min: -200, max: 50 }),
      fc.array(window, { minLength: 1, maxLength: 3 }),
      ([zone, change], q, windows) => {
        const now = at(change) + q * 900_000;
        const open = (instant: number) => windows.some((w) => covers(w, instant, zone));
        let expected = now;
        while (!open(expected)) expected += 900_000;
        expect(iso(quietUntil({ now, zone, windows }))).toBe(expected === now ? 'allowed' : iso(expected));
      },
    ),
    { numRuns: 300 },
  );
});

function covers({ days, from, to }: SendWindow, instant: number, zone: string): boolean {
  const local = wallClock(instant, zone);
  const time = local.toPlainTime().toString().slice(0, 5);
  const yesterday = local.dayOfWeek === 1 ? 7 : local.dayOfWeek - 1;
  const today = days.includes(local.dayOfWeek);
  return from < to
    ? today && from <= time && time < to
    : (today && time >= from) || (days.includes(yesterday) && time < to);
}
