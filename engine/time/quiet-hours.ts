import { Temporal } from 'temporal-polyfill';
import { readClockTime } from './clock-time.ts';
import type { Instant } from './instant.ts';
import { instantsOf, wallClock } from './zone.ts';

/** When sending is allowed, by the person's wall clock. Where `to` is not after `from` the window runs over midnight into the next day. */
export interface SendWindow {
  /** The ISO 8601 weekdays on which it opens, 1 is Monday. */
  readonly days: readonly number[];
  /** `HH:mm`, included. */
  readonly from: string;
  /** `HH:mm`, excluded; `24:00` is the end of the day. */
  readonly to: string;
}

export interface QuietQuestion {
  readonly now: Instant;
  readonly zone: string;
  readonly windows: readonly SendWindow[];
}

interface Opening {
  readonly days: ReadonlySet<number>;
  /** Minutes since the midnight before; `to` exceeds 1440 where it runs into the next day. */
  readonly from: number;
  readonly to: number;
}

const DAY_MINUTES = 24 * 60;
// A week brings every weekday round; one more for a window that a DST gap swallowed or a date that the zone skipped.
const DAYS_AHEAD = 15;
const read = new WeakMap<readonly SendWindow[], readonly Opening[]>();

/**
 * Undefined when sending is allowed at `now`, else the next instant at which it is. The wall clock alone decides: an hour that comes twice
 * is allowed twice, a window that opens in a DST gap opens after it. Throws RangeError where no window can ever open.
 */
export function quietUntil({ now, zone, windows }: QuietQuestion): Instant | undefined {
  const openings = openingsOf(windows);
  const here = wallClock(now, zone);
  if (isOpen(openings, here)) return undefined;
  const opening = nextOpening(openings, here);
  return reopeningBefore(opening, openings, here) ?? opening;
}

function nextOpening(openings: readonly Opening[], here: Temporal.ZonedDateTime): Instant {
  const today = here.toPlainDate();
  for (let ahead = 0; ahead <= DAYS_AHEAD; ahead += 1) {
    const date = ahead === 0 ? today : today.add({ days: ahead });
    const found = openings
      .filter(({ days }) => days.has(date.dayOfWeek))
      .flatMap(({ from }) => instantsOf(date.toPlainDateTime(timeOf(from)), here.timeZoneId))
      .filter((at) => at > here.epochMilliseconds && isOpen(openings, wallClock(at, here.timeZoneId)));
    if (found.length > 0) return Math.min(...found);
  }
  throw new RangeError('No send window ever opens');
}

// A clock put back can lead into a window that had closed already: its opening is then the change itself.
function reopeningBefore(
  opening: Instant,
  openings: readonly Opening[],
  here: Temporal.ZonedDateTime,
): Instant | undefined {
  if (wallClock(opening, here.timeZoneId).offsetNanoseconds === here.offsetNanoseconds) return undefined;
  const change = here.getTimeZoneTransition('next');
  if (change === null || change.epochMilliseconds >= opening) return undefined;
  return isOpen(openings, change) ? change.epochMilliseconds : undefined;
}

function isOpen(openings: readonly Opening[], { dayOfWeek, hour, minute }: Temporal.ZonedDateTime): boolean {
  const at = hour * 60 + minute;
  const yesterday = dayOfWeek === 1 ? 7 : dayOfWeek - 1;
  return openings.some(
    ({ days, from, to }) =>
      (days.has(dayOfWeek) && from <= at && at < to) || (days.has(yesterday) && at < to - DAY_MINUTES),
  );
}

function openingsOf(windows: readonly SendWindow[]): readonly Opening[] {
  const known = read.get(windows);
  if (known !== undefined) return known;
  const openings = windows.map(readWindow);
  read.set(windows, openings);
  return openings;
}

function readWindow({ days, from, to }: SendWindow): Opening {
  const start = readClockTime(from);
  const end = readClockTime(to);
  if (start === undefined || end === undefined || start === DAY_MINUTES) {
    throw new RangeError(`"${from}" to "${to}" is not a send window`);
  }
  return { days: new Set(days), from: start, to: end > start ? end : end + DAY_MINUTES };
}

function timeOf(minutes: number): Temporal.PlainTime {
  return new Temporal.PlainTime(Math.floor(minutes / 60), minutes % 60);
}
