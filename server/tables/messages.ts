import type {
  Channel,
  JourneyId,
  JourneyVersionId,
  Json,
  JsonObject,
  MessageId,
  ProfileId,
  Purpose,
  RunId,
  SendSpec,
  WorkspaceId,
} from '@wend/engine';
import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { instant, oneOf } from './columns.ts';
import { runs } from './runs.ts';

/**
 * `planned` with the decision; `sending` committed just before the provider is called; whoever finds `sending` later never sends again.
 * `ghost`: has passed the gates for somebody who is held out, and is not sent. `unknown`: the provider may have it.
 */
export type MessageState = 'planned' | 'sending' | 'accepted' | 'rejected' | 'skipped' | 'ghost' | 'unknown';

export const messages = pgTable(
  'messages',
  {
    workspaceId: uuid().$type<WorkspaceId>().notNull(),
    profileId: uuid().$type<ProfileId>().notNull(),
    id: uuid().$type<MessageId>().notNull(),
    runId: uuid().$type<RunId>().notNull(),
    step: text().notNull(),
    visit: integer().notNull(),
    journeyId: uuid().$type<JourneyId>().notNull(),
    journeyVersionId: uuid().$type<JourneyVersionId>().notNull(),
    channel: text().$type<Channel>().notNull(),
    purpose: text().$type<Purpose>().notNull(),
    topic: text(),
    state: text().$type<MessageState>().notNull().default('planned'),
    spec: jsonb().$type<SendSpec>().notNull(),
    /** As rendered for the provider; the same bytes at every try. */
    payload: jsonb().$type<JsonObject>(),
    address: text(),
    /** No foreign key: each row would lock the provider's, which hands out the slots of all senders. It was read in the same breath, and none is ever deleted. */
    providerId: uuid(),
    /** The provider's own id of the message. */
    providerRef: text(),
    /** SendResult detail: scope, gate and why. */
    outcome: jsonb().$type<JsonObject>(),
    /** Each deferral with its gate, sentence and instant. */
    deferrals: jsonb().$type<Json>().notNull().default([]),
    /** The slot a provider budget has reserved; a message is deferred for budget once. */
    slotAt: instant(),
    plannedAt: instant().notNull(),
    sendingAt: instant(),
    /** Nobody resolves a `sending` before this: the lease of its claim plus the call's time-out. */
    resolveAfter: instant(),
    /** Still `sending` when its run ended: nobody comes by it any more but the clock's sweep. */
    orphaned: boolean().notNull().default(false),
    /** Its state, where that is none of the usual way's. Indexed instead of the state, so that what usually comes of a call writes no index. */
    oddState: text()
      .$type<MessageState>()
      .generatedAlwaysAs(sql`case when state not in ('planned', 'sending', 'accepted') then state end`),
    settledAt: instant(),
    deliveredAt: instant(),
    openedAt: instant(),
    clickedAt: instant(),
    repliedAt: instant(),
    bouncedAt: instant(),
  },
  (message) => [
    primaryKey({ columns: [message.workspaceId, message.profileId, message.id] }),
    foreignKey({
      columns: [message.workspaceId, message.profileId, message.runId],
      foreignColumns: [runs.workspaceId, runs.profileId, runs.id],
    }),
    uniqueIndex('messages_once').on(message.workspaceId, message.profileId, message.runId, message.step, message.visit),
    // What comes back says the id alone. Not unique: that would have to hold the person too, as the primary key does.
    index('messages_id').on(message.id),
    // Frequency caps count what left, per person.
    index('messages_sent')
      .on(message.workspaceId, message.profileId, message.sendingAt)
      .where(sql`${message.sendingAt} is not null`),
    // What became of them: of those that were refused the latest, among millions that were not.
    index('messages_odd')
      .on(message.workspaceId, message.oddState, message.id)
      .where(sql`${message.oddState} is not null`),
    index('messages_step').on(message.journeyId, message.step, message.sendingAt),
    // No state is in an index, nor when it may be resolved: what comes of a call stays in its page.
    index('messages_orphaned').on(message.workspaceId).where(sql`${message.orphaned}`),
    check(
      'messages_sending_since',
      sql`${message.state} not in ('sending', 'accepted', 'unknown') or ${message.sendingAt} is not null`,
    ),
    oneOf<MessageState>('messages_state', message.state, {
      planned: true,
      sending: true,
      accepted: true,
      rejected: true,
      skipped: true,
      ghost: true,
      unknown: true,
    }),
    oneOf<Purpose>('messages_purpose', message.purpose, { marketing: true, transactional: true }),
  ],
);
export type Message = typeof messages.$inferSelect;
