import type { Temporal } from 'temporal-polyfill';

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** A code's value, and the width and sign it is padded to unless a flag says otherwise. */
type Field = readonly [value: string | number, width?: number, pad?: ' ' | '0'];
type Read = (local: Temporal.ZonedDateTime) => Field;

const WIDEST = 100;
const twelve = (hour: number) => hour % 12 || 12;
const offset = (local: Temporal.ZonedDateTime) => local.offset.slice(0, 6);

const codes: Readonly<Record<string, Read>> = {
  Y: ({ year }) => [year, 4, '0'],
  C: ({ year }) => [Math.floor(year / 100), 2, '0'],
  y: ({ year }) => [year % 100, 2, '0'],
  m: ({ month }) => [month, 2, '0'],
  B: ({ month }) => [months[month - 1] ?? ''],
  b: ({ month }) => [(months[month - 1] ?? '').slice(0, 3)],
  h: ({ month }) => [(months[month - 1] ?? '').slice(0, 3)],
  d: ({ day }) => [day, 2, '0'],
  e: ({ day }) => [day, 2, ' '],
  q: ({ day }) => [ordinal(day)],
  j: ({ dayOfYear }) => [dayOfYear, 3, '0'],
  H: ({ hour }) => [hour, 2, '0'],
  k: ({ hour }) => [hour, 2, ' '],
  I: ({ hour }) => [twelve(hour), 2, '0'],
  l: ({ hour }) => [twelve(hour), 2, ' '],
  M: ({ minute }) => [minute, 2, '0'],
  S: ({ second }) => [second, 2, '0'],
  L: ({ millisecond }) => [millisecond, 3, '0'],
  p: ({ hour }) => [hour < 12 ? 'AM' : 'PM'],
  P: ({ hour }) => [hour < 12 ? 'am' : 'pm'],
  A: ({ dayOfWeek }) => [weekdays[dayOfWeek - 1] ?? ''],
  a: ({ dayOfWeek }) => [(weekdays[dayOfWeek - 1] ?? '').slice(0, 3)],
  u: ({ dayOfWeek }) => [dayOfWeek],
  w: ({ dayOfWeek }) => [dayOfWeek % 7],
  V: ({ weekOfYear }) => [weekOfYear ?? 0, 2, '0'],
  G: ({ yearOfWeek }) => [yearOfWeek ?? 0, 4, '0'],
  s: ({ epochMilliseconds }) => [Math.floor(epochMilliseconds / 1_000)],
  z: (local) => [offset(local).replace(':', '')],
  ':z': (local) => [offset(local)],
  Z: ({ timeZoneId }) => [timeZoneId],
  n: () => ['\n'],
  t: () => ['\t'],
  '%': () => ['%'],
};

const composed: Readonly<Record<string, string>> = {
  F: '%Y-%m-%d',
  T: '%H:%M:%S',
  X: '%H:%M:%S',
  R: '%H:%M',
  D: '%m/%d/%y',
  x: '%m/%d/%y',
  r: '%I:%M:%S %p',
  c: '%a %b %e %H:%M:%S %Y',
};

/** Writes a local time by a `strftime` format (the codes and flags of Ruby's, as Liquid documents them). An unknown code stays as it is. */
export function strftime(local: Temporal.ZonedDateTime, format: string): string {
  return format.replace(/%([-_0^#]*)(\d{0,3})(:?[A-Za-z%])/g, (written, flags: string, width: string, code: string) => {
    const whole = composed[code];
    if (whole !== undefined) return strftime(local, whole);
    const field = Object.hasOwn(codes, code) ? codes[code]?.(local) : undefined;
    return field === undefined ? written : padded(field, flags, width);
  });
}

function padded([value, width = 0, pad = ' ']: Field, flags: string, wanted: string): string {
  const text = flags.includes('^') || flags.includes('#') ? String(value).toUpperCase() : String(value);
  if (flags.includes('-')) return text;
  const fill = flags.includes('0') ? '0' : flags.includes('_') ? ' ' : pad;
  return text.padStart(Math.min(Number(wanted) || width, WIDEST), fill);
}

function ordinal(day: number): string {
  if (day >= 11 && day <= 13) return 'th';
  return ['th', 'st', 'nd', 'rd'][day % 10] ?? 'th';
}
