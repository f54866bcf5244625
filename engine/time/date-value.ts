import { Temporal } from 'temporal-polyfill';
import type { Instant } from './instant.ts';

const FURTHEST_MS = 8.64e15;
// As seconds 1e11 is the year 5138, as milliseconds it is 1973: no date a shop stores is on the wrong side.
const SECONDS_BELOW = 1e11;

const date = /^\d{4}-\d\d-\d\d$/;
const dateTime = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?$/;
const dateTimeWithOffset = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?\s?(?:Z|[+-]\d\d(?::?\d\d)?)$/i;
const epoch = /^\d{9,13}$/;

/**
 * Reads what people store as a date: an ISO 8601 date (its first minute in the zone), a date-time (in the zone unless it says its offset),
 * or epoch seconds or milliseconds as a number or as digits. Undefined for anything else.
 */
export function parseDateValue(value: unknown, zone: string): Instant | undefined {
  if (typeof value === 'number') return fromEpoch(value);
  if (typeof value !== 'string' || value.length > 64) return undefined;
  const text = value.trim();
  if (epoch.test(text)) return fromEpoch(Number(text));
  try {
    return fromIso(text, zone);
  } catch {
    return undefined;
  }
}

function fromEpoch(value: number): Instant | undefined {
  if (!Number.isFinite(value)) return undefined;
  const ms = Math.trunc(Math.abs(value) < SECONDS_BELOW ? value * 1_000 : value);
  return Math.abs(ms) <= FURTHEST_MS ? ms : undefined;
}

function fromIso(text: string, zone: string): Instant | undefined {
  if (date.test(text)) return Temporal.PlainDate.from(text).toZonedDateTime(zone).epochMilliseconds;
  if (dateTimeWithOffset.test(text)) return Temporal.Instant.from(text.replace(/\s(?=Z$|[+-])/i, '')).epochMilliseconds;
  if (dateTime.test(text)) return Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds;
  return undefined;
}
