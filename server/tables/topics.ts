import type { Channel, Purpose, WorkspaceId } from '@wend/engine';
import { boolean, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { oneOf } from './columns.ts';
import { workspaces } from './workspaces.ts';

/** What a person can subscribe to. A message names its topic; consent is held per channel and topic. */
export const topics = pgTable(
  'topics',
  {
    workspaceId: uuid()
      .$type<WorkspaceId>()
      .notNull()
      .references(() => workspaces.id),
    key: text().notNull(),
    name: text().notNull(),
    channel: text().$type<Channel>(),
    purpose: text().$type<Purpose>().notNull(),
    doubleOptIn: boolean().notNull().default(false),
  },
  (topic) => [
    primaryKey({ columns: [topic.workspaceId, topic.key] }),
    oneOf<Purpose>('topics_purpose', topic.purpose, { marketing: true, transactional: true }),
  ],
);
