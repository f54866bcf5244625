import type { EventId, JsonObject, ProfileId, RunId, SourceId, WorkspaceId } from '@wend/engine';
import { boolean, index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant, oneOf } from './columns.ts';
import { workspaces } from './workspaces.ts';

export type EventType = 'track' | 'identify' | 'page' | 'screen' | 'group' | 'alias';

/** What happened, as it was sent. Intake appends; the matcher adds who it was. */
export const events = pgTable(
  'events',
  {
    workspaceId: uuid()
      .$type<WorkspaceId>()
      .notNull()
      .references(() => workspaces.id),
    id: uuid().$type<EventId>().notNull(),
    /** Unknown until learned. */
    profileId: uuid().$type<ProfileId>(),
    /** Absent for what the product itself says (a journey's own event). */
    sourceId: uuid().$type<SourceId>(),
    messageId: text().notNull(),
    type: text().$type<EventType>().notNull(),
    name: text().notNull(),
    userId: text(),
    anonymousId: text(),
    /** Of an alias: the id that becomes `userId`. */
    previousId: text(),
    properties: jsonb().$type<JsonObject>().notNull().default({}),
    traits: jsonb().$type<JsonObject>().notNull().default({}),
    context: jsonb().$type<JsonObject>().notNull().default({}),
    /** Its own time, corrected for the sender's clock; windows are judged on it. */
    at: instant().notNull(),
    originalAt: instant(),
    sentAt: instant(),
    receivedAt: instant().notNull(),
    /** More than ten minutes ahead of us; `at` was set back to `receivedAt`. */
    fromTheFuture: boolean().notNull().default(false),
    /** Too old, or imported: stored and counted, but it starts, wakes and ends nothing. */
    historical: boolean().notNull().default(false),
    /** Where it stands in a trace (W3C Trace Context); absent where nobody gathers traces. */
    traceParent: text(),
    /** The run whose step sent it. */
    emittedBy: uuid().$type<RunId>(),
  },
  (event) => [
    primaryKey({ columns: [event.workspaceId, event.id] }),
    index('events_profile').on(event.workspaceId, event.profileId, event.name, event.at),
    // Of events of a name the latest, also of one that came a few times, long ago.
    index('events_name').on(event.workspaceId, event.name, event.id),
    index('events_received').on(event.workspaceId, event.receivedAt),
    oneOf<EventType>('events_type', event.type, {
      track: true,
      identify: true,
      page: true,
      screen: true,
      group: true,
      alias: true,
    }),
  ],
);
export type Event = typeof events.$inferSelect;
