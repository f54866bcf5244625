import type { EventId, ProfileId, Reason, RunId, WorkspaceId } from '@wend/engine';
import { foreignKey, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';
import { runs } from './runs.ts';

/** The matcher's word that a run is over; `drive` ends it before anything else is decided. */
export const runExits = pgTable(
  'run_exits',
  {
    workspaceId: uuid().$type<WorkspaceId>().notNull(),
    profileId: uuid().$type<ProfileId>().notNull(),
    runId: uuid().$type<RunId>().notNull(),
    /** `exit`, `goal`, `merged`, `erased`, `taken-out`. */
    kind: text().notNull(),
    eventId: uuid().$type<EventId>(),
    reason: jsonb().$type<Reason>().notNull(),
    at: instant().notNull(),
  },
  (exit) => [
    primaryKey({ columns: [exit.workspaceId, exit.profileId, exit.runId] }),
    foreignKey({
      columns: [exit.workspaceId, exit.profileId, exit.runId],
      foreignColumns: [runs.workspaceId, runs.profileId, runs.id],
    }),
  ],
);
