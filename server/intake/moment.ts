import type { Instant } from '@wend/engine';
import { z } from 'zod';

const MAX_INSTANT = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
/** As milliseconds that is March 1973; as seconds, the year 5138. */
const SECONDS_END = 100_000_000_000;
const iso = /^(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;

const notIso = 'Not a point in time (ISO 8601, or milliseconds) between 1970 and 9999';
const seconds = 'A number counts milliseconds since 1970; this one reads like seconds';

/** A time as senders write it; undefined where they leave it out. Without a zone it is UTC, wherever this machine stands. */
export const moment = z
  .union([z.string().max(64, notIso), z.number()], notIso)
  .nullish()
  .transform((value, context): Instant | undefined => {
    if (value === null || value === undefined || value === '') return undefined;
    const at = typeof value === 'number' ? Math.round(value) : read(value.trim());
    if (at >= 0 && at <= MAX_INSTANT && !(typeof value === 'number' && at < SECONDS_END)) return at;
    context.addIssue({ code: 'custom', message: at >= 0 && at < SECONDS_END ? seconds : notIso });
    return z.NEVER;
  });

/** NaN where it is no time, and where there is no such day: Date would take the 30th of February for the 2nd of March. */
function read(text: string): number {
  const [whole, day, zone] = iso.exec(text) ?? [];
  if (whole === undefined || day === undefined) return Number.NaN;
  const midnight = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) return Number.NaN;
  return Date.parse(whole === day ? day : `${whole.replace(' ', 'T')}${zone === undefined ? 'Z' : ''}`);
}
