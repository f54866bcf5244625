import type { JsonObject, ProfileId, WorkspaceId } from '@wend/engine';
import { jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';
import { workspaces } from './workspaces.ts';

export const profiles = pgTable(
  'profiles',
  {
    workspaceId: uuid().$type<WorkspaceId>().notNull().references(() => workspaces.id),
    id: uuid().$type<ProfileId>().notNull(),
    attributes: jsonb().$type<JsonObject>().notNull().default({}),
    timeZone: text(),
    language: text(),
    country: text(),
    /** Set when this person turned out to be another one; reads follow it. */
    mergedInto: uuid().$type<ProfileId>(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (profile) => [primaryKey({ columns: [profile.workspaceId, profile.id] })],
);
export type Profile = typeof profiles.$inferSelect;
