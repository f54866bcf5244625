import {
  addDuration,
  durationMs,
  type EventPattern,
  type Exit,
  type Goal,
  type Instant,
  numberOf,
  type PersonEvent,
  propertyOf,
  type Reentry,
} from '@wend/engine';
import type { SeenRun, SeenWait } from './scene.ts';
import type { Weighed } from './verdicts.ts';

/** Longest value that tells two runs of one person apart. */
const MAX_KEY = 255;

/** The value at a path below an event as text; undefined where there is none. */
export function keyAt(event: PersonEvent, path: string): string | undefined {
  const value = propertyOf(event, path);
  if (typeof value === 'string') return value === '' || value.length > MAX_KEY ? undefined : value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** The money in an event; undefined where the path leads to no number. */
export function moneyAt(event: PersonEvent, path: string | undefined): number | undefined {
  return path === undefined ? undefined : numberOf(propertyOf(event, path));
}

/** Name, time and key of an exit; its condition is asked apart. */
export function fitsExit({ event: name, key }: Exit, run: SeenRun, event: Weighed): boolean {
  return event.name === name && event.at > run.enteredAt && (key === undefined || keyAt(event, key) === run.entryKey);
}

/** `0 < at − entered ≤ within`. */
export function fitsGoal({ event: name, within }: Goal, run: SeenRun, event: Weighed): boolean {
  return event.name === name && event.at > run.enteredAt && event.at <= run.enteredAt + durationMs(within);
}

/** `since < at ≤ until`: at a tie with the deadline the event wins. */
export function fitsPattern(
  { event: name, key, since }: EventPattern,
  { until }: Pick<SeenWait, 'until'>,
  event: Weighed,
): boolean {
  return (
    event.name === name &&
    event.at > since &&
    event.at <= until &&
    (key === undefined || keyAt(event, key.path) === key.equals)
  );
}

/** Whether someone who last entered then may enter again now; days, months and years are those of the calendar in their zone. */
export function mayEnterAgain(
  reentry: Reentry,
  lastEnteredAt: Instant | undefined,
  at: Instant,
  timeZone: string,
): boolean {
  if (lastEnteredAt === undefined || reentry.kind === 'always') return true;
  return reentry.kind === 'after' && at >= addDuration(lastEnteredAt, reentry.after, timeZone);
}
