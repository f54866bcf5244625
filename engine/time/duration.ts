import { Temporal } from 'temporal-polyfill';
import type { Instant } from './instant.ts';

/** The fields of an ISO 8601 duration, each zero or more. */
export interface DurationFields {
  readonly years: number;
  readonly months: number;
  readonly weeks: number;
  readonly days: number;
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
}

const shape = /^P(?=\d|T\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const LONGEST_MS = 1_000 * 366 * DAY_MS;

// A journey names a handful of durations and asks for them once per run.
const parsed = new Map<string, DurationFields>();
const REMEMBERED = 1_000;

/** Reads an ISO 8601 duration of whole numbers (`P1M`, `P3DT12H`). Throws RangeError on anything else and beyond 1,000 years. */
export function parseDuration(iso: string): DurationFields {
  const known = parsed.get(iso);
  if (known !== undefined) return known;
  const fields = readDuration(iso);
  if (parsed.size >= REMEMBERED) parsed.clear();
  parsed.set(iso, fields);
  return fields;
}

/** The fixed length of a duration in milliseconds, for windows: a day is 24 h. Throws RangeError where months or years make it vary. */
export function durationMs(iso: string): number {
  const fields = parseDuration(iso);
  if (fields.years > 0 || fields.months > 0) throw new RangeError(`"${iso}" has no fixed length: use days or weeks`);
  return (fields.weeks * 7 + fields.days) * DAY_MS + timeMs(fields);
}

/**
 * Adds an ISO 8601 duration as RFC 5545 does: years to days by the wall clock of the zone (month ends constrained, a local time in a DST gap
 * moves forward by the gap, of two equal local times the first is taken), hours to seconds exactly.
 */
export function addDuration(at: Instant, iso: string, zone: string): Instant {
  return shift(at, iso, zone, 1);
}

/** The same, back in time. */
export function subtractDuration(at: Instant, iso: string, zone: string): Instant {
  return shift(at, iso, zone, -1);
}

function shift(at: Instant, iso: string, zone: string, sign: 1 | -1): Instant {
  const fields = parseDuration(iso);
  const { years, months, weeks, days } = fields;
  const exactMs = sign * timeMs(fields);
  if (years === 0 && months === 0 && weeks === 0 && days === 0) return at + exactMs;
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  const calendar = { years, months, weeks, days };
  return (sign === 1 ? local.add(calendar) : local.subtract(calendar)).epochMilliseconds + exactMs;
}

function readDuration(iso: string): DurationFields {
  const match = shape.exec(iso);
  if (match === null) throw new RangeError(`"${iso}" is not a duration like PT30M or P3D`);
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((digits: string | undefined) => Number(digits ?? 0));
  const fields = { years, months, weeks, days, hours, minutes, seconds };
  const longest = (years * 366 + months * 31 + weeks * 7 + days) * DAY_MS + timeMs(fields);
  if (longest > LONGEST_MS) throw new RangeError(`"${iso}" is longer than 1,000 years`);
  return fields;
}

function timeMs({ hours, minutes, seconds }: DurationFields): number {
  return hours * HOUR_MS + minutes * MINUTE_MS + seconds * SECOND_MS;
}
