import type { ProfileId, Reason, RunId, WorkspaceId } from '@wend/engine';
import { foreignKey, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';
import { runs } from './runs.ts';

/** A run's stay on one step, and why it left the way it did. */
export const visits = pgTable(
  'visits',
  {
    workspaceId: uuid().$type<WorkspaceId>().notNull(),
    profileId: uuid().$type<ProfileId>().notNull(),
    runId: uuid().$type<RunId>().notNull(),
    step: text().notNull(),
    n: integer().notNull(),
    at: instant().notNull(),
    leftAt: instant(),
    port: text(),
    toStep: text(),
    reason: jsonb().$type<Reason>(),
  },
  (visit) => [
    primaryKey({ columns: [visit.workspaceId, visit.profileId, visit.runId, visit.step, visit.n] }),
    foreignKey({
      columns: [visit.workspaceId, visit.profileId, visit.runId],
      foreignColumns: [runs.workspaceId, runs.profileId, runs.id],
    }),
  ],
);
