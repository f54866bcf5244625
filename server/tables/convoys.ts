import type { ConvoyId, WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { boolean, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant, oneOf } from './columns.ts';
import { workspaces } from './workspaces.ts';

export type ConvoyQueue = 'small' | 'crowd';
/** `forming`: runs still join. `started`: its workflow is asked for. `driving`: its first drive has begun. */
export type ConvoyPhase = 'forming' | 'started' | 'driving' | 'done';

/** Runs that travel together, driven by one workflow of the same id. */
export const convoys = pgTable(
  'convoys',
  {
    workspaceId: uuid()
      .$type<WorkspaceId>()
      .notNull()
      .references(() => workspaces.id),
    id: uuid().$type<ConvoyId>().notNull(),
    epoch: integer().notNull(),
    queue: text().$type<ConvoyQueue>().notNull(),
    size: integer().notNull(),
    phase: text().$type<ConvoyPhase>().notNull().default('forming'),
    /** At most one wake is outstanding; `drive` clears it before it looks. */
    wakeRequested: boolean().notNull().default(false),
    createdAt: instant().notNull(),
    /** When its workflow was last asked for, as it started or by the sweep: one that was sent away waits for its turn, and is not called out of the line. */
    askedAt: instant(),
    endedAt: instant(),
  },
  (convoy) => [
    primaryKey({ columns: [convoy.workspaceId, convoy.id] }),
    index('convoys_open').on(convoy.workspaceId, convoy.createdAt).where(sql`${convoy.phase} <> 'done'`),
    oneOf<ConvoyQueue>('convoys_queue', convoy.queue, { small: true, crowd: true }),
    oneOf<ConvoyPhase>('convoys_phase', convoy.phase, { forming: true, started: true, driving: true, done: true }),
  ],
);
export type Convoy = typeof convoys.$inferSelect;
