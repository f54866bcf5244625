import type { Channel, ProfileId, WorkspaceId } from '@wend/engine';
import { foreignKey, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant, oneOf } from './columns.ts';
import { profiles } from './profiles.ts';

export type ConsentAction = 'granted' | 'withdrawn';

/** Append-only: who allowed or withdrew what, when, where and in which words. `topic` is `*` for the whole channel. */
export const consentEvents = pgTable(
  'consent_events',
  {
    workspaceId: uuid().$type<WorkspaceId>().notNull(),
    profileId: uuid().$type<ProfileId>().notNull(),
    id: uuid().notNull(),
    channel: text().$type<Channel>().notNull(),
    topic: text().notNull().default('*'),
    action: text().$type<ConsentAction>().notNull(),
    legalBasis: text().notNull().default('consent'),
    source: text().notNull(),
    wording: text(),
    actor: text(),
    at: instant().notNull(),
  },
  (event) => [
    primaryKey({ columns: [event.workspaceId, event.profileId, event.id] }),
    foreignKey({ columns: [event.workspaceId, event.profileId], foreignColumns: [profiles.workspaceId, profiles.id] }),
    oneOf<ConsentAction>('consent_events_action', event.action, { granted: true, withdrawn: true }),
  ],
);
