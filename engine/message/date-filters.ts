import type { Context, Liquid } from 'liquidjs';
import { parseDateValue } from '../time/date-value.ts';
import { isValidZone, wallClock } from '../time/zone.ts';
import { strftime } from './strftime.ts';

const defaultFormat = '%A, %B %-e, %Y at %-l:%M %P %z';
const LONGEST_FORMAT = 500;

/**
 * Replaces liquidjs's date filters, which read the machine's clock, zone and locale. Here `'now'` and `'today'` are the variable `now`, and
 * local times are those of the variable `timeZone` (or of the zone given to the filter, as in `| date: '%H:%M', 'Europe/Paris'`).
 */
export function registerDateFilters(engine: Liquid): void {
  engine.registerFilter('date', function date(value, format: unknown, zone: unknown) {
    return format === undefined || format === null
      ? written(this.context, value, defaultFormat, zone)
      : written(this.context, value, String(format), zone);
  });
  for (const [name, format] of Object.entries(fixed)) {
    engine.registerFilter(name, function fixedDate(value) {
      return written(this.context, value, format);
    });
  }
}

const fixed = {
  date_to_xmlschema: '%Y-%m-%dT%H:%M:%S%:z',
  date_to_rfc822: '%a, %d %b %Y %H:%M:%S %z',
  date_to_string: '%d %b %Y',
  date_to_long_string: '%d %B %Y',
} as const;

function written(context: Context, value: unknown, format: string, zone?: unknown): unknown {
  if (format.length > LONGEST_FORMAT) throw new Error('date format too long');
  const local = zoneOf(context, zone);
  const at = parseDateValue(value === 'now' || value === 'today' ? context.getSync(['now']) : value, local);
  return at === undefined ? value : strftime(wallClock(at, local), format);
}

function zoneOf(context: Context, asked: unknown): string {
  const zone = asked ?? context.getSync(['timeZone']);
  return typeof zone === 'string' && isValidZone(zone) ? zone : 'UTC';
}
