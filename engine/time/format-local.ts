import type { Temporal } from 'temporal-polyfill';
import type { Instant } from './instant.ts';
import { wallClock } from './zone.ts';

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** Weekday and time on the wall clock of a zone, for explanations: `Thu 9:00`. */
export function formatLocal(at: Instant, zone: string): string {
  const local = wallClock(at, zone);
  return `${weekdays[local.dayOfWeek - 1]} ${clock(local)}`;
}

/** Date and time on the wall clock of a zone, for explanations: `Thu 27 Mar 2025, 9:00`. */
export function formatLocalDate(at: Instant, zone: string): string {
  const local = wallClock(at, zone);
  return `${weekdays[local.dayOfWeek - 1]} ${local.day} ${months[local.month - 1]} ${local.year}, ${clock(local)}`;
}

function clock({ hour, minute }: Temporal.ZonedDateTime): string {
  return `${hour}:${String(minute).padStart(2, '0')}`;
}
