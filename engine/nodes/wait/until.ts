import { propertyOf } from '../../condition/evaluate.ts';
import type { ProfileFact } from '../../facts/request.ts';
import type { RunView } from '../../node/run-view.ts';
import { parseDateValue } from '../../time/date-value.ts';
import { addDuration, subtractDuration } from '../../time/duration.ts';
import type { Instant } from '../../time/instant.ts';
import { nextLocalTime, type Weekday } from '../../time/local-time.ts';
import { startOfDay } from '../../time/zone.ts';
import { readPath } from '../../values/json.ts';
import type { WaitConfig } from './config.ts';

type Of<Until extends WaitConfig['until']> = Extract<WaitConfig, { until: Until }>;

/** The date a wait aims at, in the person's own calendar; undefined where there is none to read. */
export function dateOf(
  { date, offset, at }: Of<'date'>,
  run: RunView,
  { attributes, timeZone }: ProfileFact,
): Instant | undefined {
  const raw =
    date.from === 'fixed'
      ? date.at
      : date.from === 'attribute'
        ? readPath(attributes, date.path)
        : propertyOf(run.entry, date.path);
  const base = parseDateValue(raw, timeZone);
  if (base === undefined) return undefined;
  const shifted = offset
    ? (offset.direction === 'before' ? subtractDuration : addDuration)(base, offset.by, timeZone)
    : base;
  if (at === undefined) return shifted;
  const [hour, minute] = clockOf(at);
  return nextLocalTime({ after: startOfDay(shifted, timeZone), zone: timeZone, hour, minute, orNow: true });
}

export function localTimeOf({ time, weekdays }: Of<'local-time'>, after: Instant, timeZone: string): Instant {
  const [hour, minute] = clockOf(time);
  return nextLocalTime({ after, zone: timeZone, hour, minute, weekdays: weekdays.filter(isWeekday) });
}

/** Where the window of an event wait begins: by the entry event's own time, since a quick person may answer before we have read it. */
export function sinceOf(config: Of<'event'>, run: RunView): Instant {
  if (config.since === 'now') return run.arrivedAt;
  return config.since === 'last-message' ? (run.lastSendAt ?? run.entry.at) : run.entry.at;
}

export function keyOf(
  config: Of<'event'>,
  run: RunView,
): { readonly path: string; readonly equals: string } | undefined {
  if (!config.key) return undefined;
  const value = config.key.equals === 'entry-key' ? run.entryKey : readPath(run.variables, config.key.equals);
  return { path: config.key.path, equals: value === undefined || value === null ? '' : String(value) };
}

const clockOf = (time: string): [number, number] => [Number(time.slice(0, 2)), Number(time.slice(3, 5))];
const isWeekday = (day: number): day is Weekday => Number.isInteger(day) && day >= 1 && day <= 7;
