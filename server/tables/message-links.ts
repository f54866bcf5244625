import type { MessageId, ProfileId, WorkspaceId } from '@wend/engine';
import { foreignKey, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { messages } from './messages.ts';

/** Where a tracked link leads. The address never says: only this row does, which is found by its token (`link_tokens`). */
export const messageLinks = pgTable(
  'message_links',
  {
    workspaceId: uuid().$type<WorkspaceId>().notNull(),
    profileId: uuid().$type<ProfileId>().notNull(),
    messageId: uuid().$type<MessageId>().notNull(),
    n: integer().notNull(),
    url: text().notNull(),
  },
  (link) => [
    primaryKey({ columns: [link.workspaceId, link.profileId, link.messageId, link.n] }),
    foreignKey({
      columns: [link.workspaceId, link.profileId, link.messageId],
      foreignColumns: [messages.workspaceId, messages.profileId, messages.id],
    }),
  ],
);
