import type { Condition, SegmentId, WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';
import { workspaces } from './workspaces.ts';

/** People who are alike in something, by a name. Who belongs to it is found anew whenever it is asked. */
export const segments = pgTable(
  'segments',
  {
    workspaceId: uuid()
      .$type<WorkspaceId>()
      .notNull()
      .references(() => workspaces.id),
    id: uuid().$type<SegmentId>().notNull(),
    name: text().notNull(),
    condition: jsonb().$type<Condition>().notNull(),
    /** Rises with every change; the ETag. */
    revision: integer().notNull().default(1),
    changedAt: instant().notNull(),
    /** Nobody is offered it any more. */
    archivedAt: instant(),
    createdAt: instant().notNull(),
  },
  (segment) => [
    primaryKey({ columns: [segment.workspaceId, segment.id] }),
    // Chosen by its name: two of one name could not be told apart.
    uniqueIndex('segments_name')
      .on(segment.workspaceId, sql`lower(${segment.name})`)
      .where(sql`${segment.archivedAt} is null`),
  ],
);
export type Segment = typeof segments.$inferSelect;
