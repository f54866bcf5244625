import type { EventId, JourneyId, JourneyVersionId, ProfileId, RunId, WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { foreignKey, index, integer, numeric, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';
import { runs } from './runs.ts';

/** The goal event of a run, within its window. The first one counts. */
export const conversions = pgTable(
  'conversions',
  {
    workspaceId: uuid().$type<WorkspaceId>().notNull(),
    profileId: uuid().$type<ProfileId>().notNull(),
    runId: uuid().$type<RunId>().notNull(),
    /** Index of the goal in the version's document. */
    goal: integer().notNull(),
    journeyId: uuid().$type<JourneyId>().notNull(),
    journeyVersionId: uuid().$type<JourneyVersionId>().notNull(),
    eventId: uuid().$type<EventId>().notNull(),
    value: numeric(),
    /** The goal event's own time. */
    at: instant().notNull(),
    recordedAt: instant().notNull().default(sql`now()`),
  },
  (conversion) => [
    primaryKey({ columns: [conversion.workspaceId, conversion.profileId, conversion.runId, conversion.goal] }),
    foreignKey({
      columns: [conversion.workspaceId, conversion.profileId, conversion.runId],
      foreignColumns: [runs.workspaceId, runs.profileId, runs.id],
    }),
    index('conversions_journey').on(conversion.journeyId, conversion.recordedAt),
  ],
);
