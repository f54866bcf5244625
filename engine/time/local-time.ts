import { Temporal } from 'temporal-polyfill';
import { readClockTime } from './clock-time.ts';
import type { Instant } from './instant.ts';
import { instantsOf, wallClock } from './zone.ts';

/** Days of the week as ISO 8601 counts them: 1 is Monday, 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export interface NextLocalTime {
  readonly after: Instant;
  readonly zone: string;
  /** 0–23 */
  readonly hour: number;
  /** 0–59 */
  readonly minute: number;
  /** ISO 8601 weekdays, 1 is Monday. Absent or empty: any day. */
  readonly weekdays?: readonly number[] | undefined;
  /** Whether `after` itself counts when it is exactly this local time. */
  readonly orNow?: boolean | undefined;
}

// One full week, and one more for a zone that skipped a date.
const DAYS_AHEAD = 15;

/**
 * The next instant at which the wall clock of the zone shows this time on one of the weekdays. A time in a DST gap is its first minute after
 * the gap; a time that comes twice counts once, the first. Throws RangeError for an unknown zone or weekdays outside 1–7.
 */
export function nextLocalTime({ after, zone, hour, minute, weekdays = [], orNow = false }: NextLocalTime): Instant {
  const today = wallClock(after, zone).toPlainDate();
  const time = new Temporal.PlainTime(hour, minute);
  for (let days = 0; days <= DAYS_AHEAD; days += 1) {
    const date = days === 0 ? today : today.add({ days });
    if (weekdays.length > 0 && !weekdays.includes(date.dayOfWeek)) continue;
    const [instant] = instantsOf(date.toPlainDateTime(time), zone);
    if (instant !== undefined && (instant > after || (orNow && instant === after))) return instant;
  }
  throw new RangeError(`No such weekday: ${weekdays.join(', ')}`);
}

/** The instant of a local date (`2025-03-30`) and time (`09:00`) in a zone; undefined where either cannot be read or the zone skipped the date. */
export function atLocalDate(date: string, time: string, zone: string): Instant | undefined {
  const minutes = readClockTime(time);
  if (minutes === undefined || minutes === 24 * 60 || !/^\d{4}-\d\d-\d\d$/.test(date)) return undefined;
  try {
    const local = Temporal.PlainDate.from(date).toPlainDateTime({
      hour: Math.floor(minutes / 60),
      minute: minutes % 60,
    });
    return instantsOf(local, zone)[0];
  } catch {
    return undefined;
  }
}
