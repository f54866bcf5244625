import { index, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** One-time links that nobody has used yet, by the hash of their token. Written by the session library. */
export const verifications = pgTable(
  'verifications',
  {
    id: text().primaryKey(),
    identifier: text().notNull(),
    value: text().notNull(),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    updatedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (verification) => [index('verifications_identifier').on(verification.identifier)],
);
