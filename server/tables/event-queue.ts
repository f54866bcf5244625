import type { EventId, ProfileId, WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { bigserial, index, integer, pgTable, smallint, text, uuid } from 'drizzle-orm/pg-core';
import { instant, oneOf } from './columns.ts';

export type QueueStage = 'learn' | 'match';

/** Events on their way through the matcher: first who it was (by identity), then what it moves (by person). Gone when matched. */
export const eventQueue = pgTable(
  'event_queue',
  {
    seq: bigserial({ mode: 'number' }).primaryKey(),
    workspaceId: uuid().$type<WorkspaceId>().notNull(),
    eventId: uuid().$type<EventId>().notNull(),
    stage: text().$type<QueueStage>().notNull().default('learn'),
    /** Of the identity while learning, of the profile while matching. */
    partition: smallint().notNull(),
    profileId: uuid().$type<ProfileId>(),
    receivedAt: instant().notNull(),
    attempts: integer().notNull().default(0),
    error: text(),
    parkedAt: instant(),
  },
  (row) => [
    index('event_queue_next').on(row.stage, row.partition, row.seq).where(sql`${row.parkedAt} is null`),
    index('event_queue_parked').on(row.workspaceId, row.seq).where(sql`${row.parkedAt} is not null`),
    oneOf<QueueStage>('event_queue_stage', row.stage, { learn: true, match: true }),
  ],
);
