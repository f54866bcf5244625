import type { Condition, EventId, EventPattern, ProfileId, Reason, RunId, WaitId, WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { foreignKey, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';
import { runs } from './runs.ts';

/** What a resting run listens for. Opened and closed by `drive`; read by the matcher. */
export const waits = pgTable(
  'waits',
  {
    workspaceId: uuid().$type<WorkspaceId>().notNull(),
    profileId: uuid().$type<ProfileId>().notNull(),
    id: uuid().$type<WaitId>().notNull(),
    runId: uuid().$type<RunId>().notNull(),
    step: text().notNull(),
    visit: integer().notNull(),
    until: instant().notNull(),
    recheckAt: instant(),
    /** Names of the events listened for; the patterns themselves are in `events`. */
    eventNames: text().array().notNull().default([]),
    events: jsonb().$type<readonly EventPattern[]>().notNull().default([]),
    condition: jsonb().$type<Condition>(),
    reason: jsonb().$type<Reason>().notNull(),
    openedAt: instant().notNull(),
    closedAt: instant(),
    /** The event that ended it; its wake is gone once it is taken. */
    closedBy: uuid().$type<EventId>(),
  },
  (wait) => [
    primaryKey({ columns: [wait.workspaceId, wait.profileId, wait.id] }),
    foreignKey({
      columns: [wait.workspaceId, wait.profileId, wait.runId],
      foreignColumns: [runs.workspaceId, runs.profileId, runs.id],
    }),
    // A visit holds one open wait.
    uniqueIndex('waits_one_open').on(wait.workspaceId, wait.profileId, wait.runId).where(sql`${wait.closedAt} is null`),
  ],
);
export type Wait = typeof waits.$inferSelect;
