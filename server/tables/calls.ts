import type { CallId, JsonObject, ProfileId, RunId, WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { foreignKey, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { instant, oneOf } from './columns.ts';
import { runs } from './runs.ts';

/** `unknown`: nobody called back as long as the call waited for it. */
export type CallState = 'planned' | 'calling' | 'waiting-for-callback' | 'done' | 'failed' | 'unknown';

/** A custom step's own I/O. `drive` plans it, the node type's activity performs it, its end wakes the run. */
export const calls = pgTable(
  'calls',
  {
    workspaceId: uuid().$type<WorkspaceId>().notNull(),
    profileId: uuid().$type<ProfileId>().notNull(),
    id: uuid().$type<CallId>().notNull(),
    runId: uuid().$type<RunId>().notNull(),
    step: text().notNull(),
    visit: integer().notNull(),
    nodeType: text().notNull(),
    state: text().$type<CallState>().notNull().default('planned'),
    input: jsonb().$type<JsonObject>().notNull(),
    output: jsonb().$type<JsonObject>(),
    error: text(),
    attempts: integer().notNull().default(0),
    dueAt: instant().notNull(),
    claim: uuid(),
    leaseUntil: instant(),
    plannedAt: instant().notNull(),
    settledAt: instant(),
  },
  (call) => [
    primaryKey({ columns: [call.workspaceId, call.profileId, call.id] }),
    foreignKey({
      columns: [call.workspaceId, call.profileId, call.runId],
      foreignColumns: [runs.workspaceId, runs.profileId, runs.id],
    }),
    uniqueIndex('calls_once').on(call.workspaceId, call.profileId, call.runId, call.step, call.visit),
    // Whoever calls back says the id alone. Not unique: that would have to hold the person too, as the primary key does.
    index('calls_id').on(call.id),
    index('calls_due')
      .on(call.workspaceId, call.nodeType, call.dueAt)
      .where(sql`${call.state} in ('planned', 'calling')`),
    index('calls_waiting').on(call.workspaceId, call.dueAt).where(sql`${call.state} = 'waiting-for-callback'`),
    oneOf<CallState>('calls_state', call.state, {
      planned: true,
      calling: true,
      'waiting-for-callback': true,
      done: true,
      failed: true,
      unknown: true,
    }),
  ],
);
export type Call = typeof calls.$inferSelect;
