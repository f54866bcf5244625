import type { MessageId, ProfileId, WorkspaceId } from '@wend/engine';
import { foreignKey, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { messageLinks } from './message-links.ts';

/**
 * Which link a short address is of. Whoever clicks has the token alone, so it is found without knowing the person: a table of its
 * own, so that the links themselves can be cut by person.
 */
export const linkTokens = pgTable(
  'link_tokens',
  {
    /** Random. One that is drawn twice is refused: it would lead to somebody else's page. */
    token: text().primaryKey(),
    workspaceId: uuid().$type<WorkspaceId>().notNull(),
    profileId: uuid().$type<ProfileId>().notNull(),
    messageId: uuid().$type<MessageId>().notNull(),
    n: integer().notNull(),
  },
  (row) => [
    foreignKey({
      name: 'link_tokens_link',
      columns: [row.workspaceId, row.profileId, row.messageId, row.n],
      foreignColumns: [messageLinks.workspaceId, messageLinks.profileId, messageLinks.messageId, messageLinks.n],
    }),
    // Whoever is forgotten takes their links along.
    index('link_tokens_link').on(row.workspaceId, row.profileId, row.messageId),
  ],
);
