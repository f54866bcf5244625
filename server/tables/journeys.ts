import type { JourneyDocumentInput, JourneyId, JourneyVersionId, WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { check, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant, oneOf } from './columns.ts';
import { workspaces } from './workspaces.ts';

/** `stopped`: nobody enters, those inside drain. */
export type JourneyState = 'draft' | 'live' | 'paused' | 'stopped';

/** One draft; its frozen versions lie beside it. */
export const journeys = pgTable(
  'journeys',
  {
    workspaceId: uuid()
      .$type<WorkspaceId>()
      .notNull()
      .references(() => workspaces.id),
    id: uuid().$type<JourneyId>().notNull(),
    name: text().notNull(),
    state: text().$type<JourneyState>().notNull().default('draft'),
    draft: jsonb().$type<JourneyDocumentInput>().notNull(),
    /** Rises with every change of the draft; the ETag. */
    revision: integer().notNull().default(1),
    draftUpdatedAt: instant().notNull(),
    /**
     * The version that people enter now, of this journey: a foreign key that the migration writes by hand, since two files that refer to
     * one another would be a cycle.
     */
    liveVersionId: uuid().$type<JourneyVersionId>(),
    pausedAt: instant(),
    createdAt: instant().notNull(),
  },
  (journey) => [
    primaryKey({ columns: [journey.workspaceId, journey.id] }),
    check('journeys_paused_since', sql`(${journey.state} = 'paused') = (${journey.pausedAt} is not null)`),
    check('journeys_live_has_version', sql`${journey.state} = 'draft' or ${journey.liveVersionId} is not null`),
    oneOf<JourneyState>('journeys_state', journey.state, { draft: true, live: true, paused: true, stopped: true }),
  ],
);
export type Journey = typeof journeys.$inferSelect;
