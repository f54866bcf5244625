import type { AllowedWindow, Channel } from '@wend/engine';
import { jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';

/** When marketing may go out, by country, with where the rule comes from. `*` is any country or channel. */
export const quietHours = pgTable(
  'quiet_hours',
  {
    country: text().notNull(),
    channel: text().$type<Channel>().notNull(),
    allow: jsonb().$type<readonly AllowedWindow[]>().notNull(),
    source: text().notNull(),
    checkedOn: text().notNull(),
  },
  (row) => [primaryKey({ columns: [row.country, row.channel] })],
);
