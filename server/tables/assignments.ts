import type { JourneyId, ProfileId, RunId, WorkspaceId } from '@wend/engine';
import { foreignKey, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';
import { profiles } from './profiles.ts';

/** The arm a person got at a split (`entry` for the journey's holdout). The record wins over the hash ever after. */
export const assignments = pgTable(
  'assignments',
  {
    workspaceId: uuid().$type<WorkspaceId>().notNull(),
    profileId: uuid().$type<ProfileId>().notNull(),
    journeyId: uuid().$type<JourneyId>().notNull(),
    step: text().notNull(),
    arm: text().notNull(),
    runId: uuid().$type<RunId>().notNull(),
    at: instant().notNull(),
  },
  (assignment) => [
    primaryKey({ columns: [assignment.workspaceId, assignment.profileId, assignment.journeyId, assignment.step] }),
    foreignKey({
      columns: [assignment.workspaceId, assignment.profileId],
      foreignColumns: [profiles.workspaceId, profiles.id],
    }),
  ],
);
