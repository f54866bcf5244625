import type { JourneyId, ProfileId, WorkspaceId } from '@wend/engine';
import { foreignKey, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';
import { profiles } from './profiles.ts';

/** When a person last entered a journey with a key: the re-entry rule as one upsert that either takes or does not. */
export const entryRecords = pgTable(
  'entry_records',
  {
    workspaceId: uuid().$type<WorkspaceId>().notNull(),
    profileId: uuid().$type<ProfileId>().notNull(),
    journeyId: uuid().$type<JourneyId>().notNull(),
    entryKey: text().notNull(),
    lastEnteredAt: instant().notNull(),
    entries: integer().notNull().default(1),
  },
  (record) => [
    primaryKey({ columns: [record.workspaceId, record.profileId, record.journeyId, record.entryKey] }),
    foreignKey({
      columns: [record.workspaceId, record.profileId],
      foreignColumns: [profiles.workspaceId, profiles.id],
    }),
  ],
);
