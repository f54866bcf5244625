import type { WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';
import { workspaces } from './workspaces.ts';

/** A provider's callback as it came, stored before it is understood. Kept for thirty days (`server/trips/forget.ts`). */
export const callbacks = pgTable(
  'callbacks',
  {
    workspaceId: uuid()
      .$type<WorkspaceId>()
      .notNull()
      .references(() => workspaces.id),
    id: uuid().notNull(),
    /** No foreign key: each row would lock the provider's, which hands out the slots of all senders. It was read in the same breath, and none is ever deleted. */
    providerId: uuid().notNull(),
    headers: jsonb().$type<Record<string, string>>().notNull(),
    /** Emptied once it is understood: what it says of somebody then stands with them. */
    body: text().notNull(),
    receivedAt: instant().notNull(),
    processedAt: instant(),
    error: text(),
  },
  (callback) => [
    primaryKey({ columns: [callback.workspaceId, callback.id] }),
    index('callbacks_received').on(callback.workspaceId, callback.receivedAt),
    index('callbacks_open').on(callback.workspaceId, callback.receivedAt).where(sql`${callback.processedAt} is null`),
  ],
);
