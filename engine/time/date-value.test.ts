import { expect, it } from 'vitest';
import { parseDateValue } from './date-value.ts';
import { formatLocal, formatLocalDate } from './format-local.ts';

it.each([
  ['2025-03-30', 'Europe/Paris', '2025-03-29T23:00:00.000Z'],
  ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'],
  ['2025-03-30T09:00', 'Europe/Paris', '2025-03-30T07:00:00.000Z'],
  ['2025-03-30 09:00:01.25', 'Europe/Paris', '2025-03-30T07:00:01.250Z'],
  ['2025-03-30T02:30', 'Europe/Paris', '2025-03-30T01:30:00.000Z'],
  ['2025-03-30T09:00:00Z', 'Europe/Paris', '2025-03-30T09:00:00.000Z'],
  ['2025-03-30 09:00:00 +02:00', 'UTC', '2025-03-30T07:00:00.000Z'],
  ['2025-03-30T09:00:00-0530', 'UTC', '2025-03-30T14:30:00.000Z'],
  [1_743_325_200, 'UTC', '2025-03-30T09:00:00.000Z'],
  [1_743_325_200_000, 'UTC', '2025-03-30T09:00:00.000Z'],
  ['1743325200', 'UTC', '2025-03-30T09:00:00.000Z'],
  ['1743325200000', 'UTC', '2025-03-30T09:00:00.000Z'],
  [-86_400, 'UTC', '1969-12-31T00:00:00.000Z'],
])('reads %s in %s', (value, zone, expected) => {
  const instant = parseDateValue(value, zone);
  expect(instant === undefined ? undefined : new Date(instant).toISOString()).toBe(expected);
});

it.each([
  '2025-02-29',
  '2025-13-01',
  '2025',
  'yesterday',
  '',
  '2025-03-30T25:00',
  '30/03/2025',
  '2025-03-30T09:00[Europe/Paris]',
  Number.NaN,
  Number.POSITIVE_INFINITY,
  1e300,
  null,
  undefined,
  true,
  {},
  ['2025-03-30'],
])('does not read %s', (value) => expect(parseDateValue(value, 'UTC')).toBeUndefined());

it('writes local times as a person says them', () => {
  const instant = Date.parse('2025-03-27T08:05Z');
  expect(formatLocal(instant, 'Europe/Paris')).toBe('Thu 9:05');
  expect(formatLocalDate(instant, 'Pacific/Kiritimati')).toBe('Thu 27 Mar 2025, 22:05');
});
