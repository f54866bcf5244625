import type { Channel, WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { check, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { workspaces } from './workspaces.ts';

/** How many marketing messages a person gets in how long. Rolling windows. */
export const frequencyCaps = pgTable(
  'frequency_caps',
  {
    workspaceId: uuid()
      .$type<WorkspaceId>()
      .notNull()
      .references(() => workspaces.id),
    id: uuid().notNull(),
    /** Absent: all channels together. */
    channel: text().$type<Channel>(),
    max: integer().notNull(),
    /** ISO 8601, fixed length. */
    within: text().notNull(),
  },
  (cap) => [primaryKey({ columns: [cap.workspaceId, cap.id] }), check('frequency_caps_max', sql`${cap.max} >= 0`)],
);
