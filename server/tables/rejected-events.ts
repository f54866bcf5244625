import type { ProfileId, SourceId, WorkspaceId } from '@wend/engine';
import { foreignKey, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';
import { sources } from './sources.ts';
import { workspaces } from './workspaces.ts';

/** Events that were refused, with the reason, so that whoever sends them can see it. Kept for thirty days (`server/trips/forget.ts`). */
export const rejectedEvents = pgTable(
  'rejected_events',
  {
    workspaceId: uuid()
      .$type<WorkspaceId>()
      .notNull()
      .references(() => workspaces.id),
    id: uuid().notNull(),
    sourceId: uuid().$type<SourceId>().notNull(),
    reason: text().notNull(),
    field: text(),
    /** The event as far as it can be shown, at most 4 KB, what Postgres cannot hold replaced. */
    excerpt: text().notNull(),
    /** Of whom it speaks, as far as it says: nobody has learned who that is, and whoever is forgotten is found here by their ids. */
    userId: text(),
    anonymousId: text(),
    /** Where it was learned, and only a part was refused. */
    profileId: uuid().$type<ProfileId>(),
    receivedAt: instant().notNull(),
  },
  (event) => [
    primaryKey({ columns: [event.workspaceId, event.id] }),
    foreignKey({ columns: [event.workspaceId, event.sourceId], foreignColumns: [sources.workspaceId, sources.id] }),
    index('rejected_events_received').on(event.workspaceId, event.receivedAt),
  ],
);
