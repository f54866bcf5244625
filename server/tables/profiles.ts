import type { EventId, JsonObject, ProfileId, WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { foreignKey, index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';
import { workspaces } from './workspaces.ts';

export const profiles = pgTable(
  'profiles',
  {
    workspaceId: uuid()
      .$type<WorkspaceId>()
      .notNull()
      .references(() => workspaces.id),
    id: uuid().$type<ProfileId>().notNull(),
    attributes: jsonb().$type<JsonObject>().notNull().default({}),
    timeZone: text(),
    language: text(),
    country: text(),
    /** Set when this person turned out to be another one; reads follow it. */
    mergedInto: uuid().$type<ProfileId>(),
    /** The event that showed it; when it is matched, the open waits of both are looked at again. */
    mergedBy: uuid().$type<EventId>(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (profile) => [
    primaryKey({ columns: [profile.workspaceId, profile.id] }),
    foreignKey({
      columns: [profile.workspaceId, profile.mergedInto],
      foreignColumns: [profile.workspaceId, profile.id],
    }),
    index('profiles_merged').on(profile.workspaceId, profile.mergedInto).where(sql`${profile.mergedInto} is not null`),
  ],
);
export type Profile = typeof profiles.$inferSelect;
