import type { Channel, WorkspaceId } from '@wend/engine';
import { pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';
import { workspaces } from './workspaces.ts';

/** Addresses that may not be contacted, kept as HMAC so that erasing a person keeps the promise. */
export const suppressions = pgTable(
  'suppressions',
  {
    workspaceId: uuid()
      .$type<WorkspaceId>()
      .notNull()
      .references(() => workspaces.id),
    channel: text().$type<Channel>().notNull(),
    addressHash: text().notNull(),
    reason: text().notNull(),
    at: instant().notNull(),
    expiresAt: instant(),
  },
  (suppression) => [primaryKey({ columns: [suppression.workspaceId, suppression.channel, suppression.addressHash] })],
);
