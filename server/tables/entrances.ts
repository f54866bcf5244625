import type { Condition, EntranceId, JourneyId, ProfileId, SegmentId, WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { foreignKey, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { instant, oneOf } from './columns.ts';
import { journeys } from './journeys.ts';
import { segments } from './segments.ts';

/** `stopped`: the journey was stopped, or lets in others now, before everybody was in. */
export type EntranceState = 'running' | 'done' | 'stopped';
export type EntranceCause = 'published' | 'asked';

/** A crowd on its way into a journey. The cursor moves with the page that it is about, in one transaction. */
export const entrances = pgTable(
  'entrances',
  {
    workspaceId: uuid().$type<WorkspaceId>().notNull(),
    id: uuid().$type<EntranceId>().notNull(),
    journeyId: uuid().$type<JourneyId>().notNull(),
    segmentId: uuid().$type<SegmentId>().notNull(),
    cause: text().$type<EntranceCause>().notNull(),
    /** What the segment asked when it began, other segments in it written out. */
    condition: jsonb().$type<Condition>().notNull(),
    state: text().$type<EntranceState>().notNull().default('running'),
    /** The last person looked at. */
    cursor: uuid().$type<ProfileId>(),
    /** The last person there was when it began; absent where there was nobody. */
    upTo: uuid().$type<ProfileId>(),
    /** How many entered, counted as their runs were written. */
    entered: integer().notNull().default(0),
    startedAt: instant().notNull(),
    endedAt: instant(),
  },
  (entrance) => [
    primaryKey({ columns: [entrance.workspaceId, entrance.id] }),
    foreignKey({
      columns: [entrance.workspaceId, entrance.journeyId],
      foreignColumns: [journeys.workspaceId, journeys.id],
    }),
    foreignKey({
      columns: [entrance.workspaceId, entrance.segmentId],
      foreignColumns: [segments.workspaceId, segments.id],
    }),
    // Asked twice at once is asked once.
    uniqueIndex('entrances_one_running')
      .on(entrance.workspaceId, entrance.journeyId)
      .where(sql`${entrance.state} = 'running'`),
    index('entrances_journey').on(entrance.workspaceId, entrance.journeyId, entrance.id),
    oneOf<EntranceState>('entrances_state', entrance.state, { running: true, done: true, stopped: true }),
    oneOf<EntranceCause>('entrances_cause', entrance.cause, { published: true, asked: true }),
  ],
);
export type Entrance = typeof entrances.$inferSelect;
