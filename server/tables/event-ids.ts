import type { EventId, WorkspaceId } from '@wend/engine';
import { index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';

/** Message ids seen, so that an event sent twice is stored once. A table of its own: pruned on its own. */
export const eventIds = pgTable(
  'event_ids',
  {
    workspaceId: uuid().$type<WorkspaceId>().notNull(),
    messageId: text().notNull(),
    eventId: uuid().$type<EventId>().notNull(),
    receivedAt: instant().notNull(),
  },
  (id) => [primaryKey({ columns: [id.workspaceId, id.messageId] }), index('event_ids_received').on(id.receivedAt)],
);
