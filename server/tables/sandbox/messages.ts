import type { JsonObject } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { index, jsonb, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { instant } from '../columns.ts';
import { sandbox } from './schema.ts';

export type SandboxHonesty = 'idempotent' | 'traceable' | 'opaque';
export type SandboxDirection = 'out' | 'in';
export type SandboxState = 'accepted' | 'delivered' | 'failed' | 'clicked' | 'received';

/** Every copy the sandbox provider has taken, and what people replied. */
export const sandboxMessages = sandbox.table(
  'messages',
  {
    id: uuid().primaryKey(),
    account: text().notNull(),
    honesty: text().$type<SandboxHonesty>().notNull(),
    direction: text().$type<SandboxDirection>().notNull().default('out'),
    channel: text().notNull(),
    /** The sender's own id of the message. */
    reference: text().notNull(),
    recipient: text().notNull(),
    sender: text().notNull().default(''),
    payload: jsonb().$type<JsonObject>().notNull(),
    callbackUrl: text().notNull(),
    state: text().$type<SandboxState>().notNull().default('accepted'),
    at: instant().notNull(),
  },
  (message) => [
    // The promise of an idempotent account: one copy a key.
    uniqueIndex('messages_idempotent')
      .on(message.account, message.reference)
      .where(sql`${message.honesty} = 'idempotent' and ${message.direction} = 'out'`),
    index('messages_reference').on(message.account, message.reference),
    index('messages_inbox').on(message.account, message.channel, message.at),
    index('messages_address').on(message.account, message.recipient, message.at),
    index('messages_unanswered').on(message.account).where(sql`${message.state} = 'accepted'`),
  ],
);
export type SandboxMessage = typeof sandboxMessages.$inferSelect;
