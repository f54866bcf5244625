import type { AllowedWindow } from '@wend/engine';

export interface QuietHourRow {
  readonly country: string;
  readonly channel: string;
  readonly allow: readonly AllowedWindow[];
  readonly source: string;
  readonly checkedOn: string;
}

const WEEKDAYS_AND_SATURDAY = [1, 2, 3, 4, 5, 6];
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const CHECKED = '2026-11-22';

const sms = (country: string, days: readonly number[], from: string, to: string, source: string): QuietHourRow => ({
  country,
  channel: 'sms',
  allow: [{ days: [...days], from, to }],
  source,
  checkedOn: CHECKED,
});

/** When a marketing text may go out, in the person's own time. Product defaults, not legal advice; e-mail has none. */
export const quietHourRows: readonly QuietHourRow[] = [
  sms('FR', WEEKDAYS_AND_SATURDAY, '08:30', '20:00', "Operators' charter; the strictest of the published ranges"),
  sms('IT', WEEKDAYS_AND_SATURDAY, '08:00', '22:00', 'Country guideline of a large carrier'),
  sms('BR', WEEKDAYS_AND_SATURDAY, '09:00', '22:00', 'Country guideline of a large carrier'),
  sms('US', EVERY_DAY, '08:00', '21:00', "TCPA, recipient's local time"),
  sms('*', EVERY_DAY, '08:00', '20:00', 'Common default where nothing stricter is known'),
];
