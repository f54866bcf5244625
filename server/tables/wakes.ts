import type { EventId, PersonEvent, ProfileId, RunId, WaitId, WorkspaceId } from '@wend/engine';
import { foreignKey, index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant, oneOf } from './columns.ts';
import { runs } from './runs.ts';
import { waits } from './waits.ts';

export type WakeKind = 'event' | 'changed' | 'released';

/** What ended a wait, written by the matcher (or `drive` itself), taken by `drive`. One per wait: seeing an event twice is harmless. */
export const wakes = pgTable(
  'wakes',
  {
    workspaceId: uuid().$type<WorkspaceId>().notNull(),
    profileId: uuid().$type<ProfileId>().notNull(),
    waitId: uuid().$type<WaitId>().notNull(),
    runId: uuid().$type<RunId>().notNull(),
    kind: text().$type<WakeKind>().notNull(),
    eventId: uuid().$type<EventId>(),
    event: jsonb().$type<PersonEvent>(),
    at: instant().notNull(),
  },
  (wake) => [
    primaryKey({ columns: [wake.workspaceId, wake.profileId, wake.waitId] }),
    foreignKey({
      columns: [wake.workspaceId, wake.profileId, wake.runId],
      foreignColumns: [runs.workspaceId, runs.profileId, runs.id],
    }),
    foreignKey({
      columns: [wake.workspaceId, wake.profileId, wake.waitId],
      foreignColumns: [waits.workspaceId, waits.profileId, waits.id],
    }),
    index('wakes_run').on(wake.runId),
    oneOf<WakeKind>('wakes_kind', wake.kind, { event: true, changed: true, released: true }),
  ],
);
