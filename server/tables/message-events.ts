import type { JsonObject, MessageId, ProfileId, WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { boolean, foreignKey, index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';
import { messages } from './messages.ts';

/** What came back about a message: delivered, clicked, bounced, replied. Each once, in any order. */
export const messageEvents = pgTable(
  'message_events',
  {
    workspaceId: uuid().$type<WorkspaceId>().notNull(),
    profileId: uuid().$type<ProfileId>().notNull(),
    messageId: uuid().$type<MessageId>().notNull(),
    /** The provider's id of the callback, or one made of its content: repeats fall on the same row. */
    dedupe: text().notNull(),
    kind: text().notNull(),
    machine: boolean().notNull().default(false),
    detail: jsonb().$type<JsonObject>().notNull().default({}),
    /** As whoever tells it says. */
    at: instant().notNull(),
    recordedAt: instant().notNull().default(sql`now()`),
  },
  (event) => [
    primaryKey({ columns: [event.workspaceId, event.profileId, event.messageId, event.kind, event.dedupe] }),
    foreignKey({
      columns: [event.workspaceId, event.profileId, event.messageId],
      foreignColumns: [messages.workspaceId, messages.profileId, messages.id],
    }),
    // What "happening now" asks for, every second.
    index('message_events_clicked')
      .on(event.workspaceId, event.recordedAt)
      .where(sql`${event.kind} = 'clicked' and not ${event.machine}`),
  ],
);
