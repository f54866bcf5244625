import { Temporal } from 'temporal-polyfill';
import type { Instant } from './instant.ts';

const shape = /^(?:[A-Za-z][A-Za-z0-9_+\-/]{0,63}|[+-]\d\d:\d\d)$/;
const judged = new Map<string, boolean>();
const REMEMBERED = 2_000;

/** Whether this names a time zone: an IANA name (`Europe/Paris`) or an offset (`+02:00`). */
export function isValidZone(zone: string): boolean {
  const known = judged.get(zone);
  if (known !== undefined) return known;
  const valid = shape.test(zone) && opens(zone);
  if (judged.size >= REMEMBERED) judged.clear();
  judged.set(zone, valid);
  return valid;
}

/** The wall clock of a zone at an instant. Throws RangeError for an unknown zone. */
export function wallClock(at: Instant, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
}

/**
 * The instants at which the wall clock of a zone shows this date and time, earliest first: one as a rule, two where the clock is put back
 * over it. A time in a DST gap becomes the first minute after the gap; a date that the zone skipped has none.
 */
export function instantsOf(local: Temporal.PlainDateTime, zone: string): readonly Instant[] {
  const earlier = local.toZonedDateTime(zone, { disambiguation: 'earlier' });
  if (earlier.toPlainDateTime().equals(local)) {
    const later = local.toZonedDateTime(zone, { disambiguation: 'later' });
    return later.epochMilliseconds === earlier.epochMilliseconds
      ? [earlier.epochMilliseconds]
      : [earlier.epochMilliseconds, later.epochMilliseconds];
  }
  if (!local.toPlainDate().toZonedDateTime(zone).toPlainDate().equals(local.toPlainDate())) return [];
  const gapEnd = earlier.getTimeZoneTransition('next');
  return gapEnd === null ? [] : [gapEnd.epochMilliseconds];
}

function opens(zone: string): boolean {
  try {
    wallClock(0, zone);
    return true;
  } catch {
    return false;
  }
}

/** The first minute of the local day that holds this instant. */
export function startOfDay(at: Instant, zone: string): Instant {
  return wallClock(at, zone).startOfDay().epochMilliseconds;
}
