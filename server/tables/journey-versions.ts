import type { JourneyDiff, JourneyDocument, JourneyId, JourneyVersionId, JsonObject, WorkspaceId } from '@wend/engine';
import { foreignKey, integer, jsonb, pgTable, primaryKey, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';
import { journeys } from './journeys.ts';

/** A journey as it was published; never changed. Runs stay on the version they entered. */
export const journeyVersions = pgTable(
  'journey_versions',
  {
    workspaceId: uuid().$type<WorkspaceId>().notNull(),
    id: uuid().$type<JourneyVersionId>().notNull(),
    journeyId: uuid().$type<JourneyId>().notNull(),
    number: integer().notNull(),
    document: jsonb().$type<JourneyDocument>().notNull(),
    /** SHA-256 of the canonical document. */
    hash: text().notNull(),
    /** What publishing computed from it, e.g. the compiled e-mail of each step. */
    compiled: jsonb().$type<JsonObject>().notNull().default({}),
    note: text().notNull().default(''),
    author: text().notNull(),
    diff: jsonb().$type<JourneyDiff>(),
    publishedAt: instant().notNull(),
  },
  (version) => [
    primaryKey({ columns: [version.workspaceId, version.id] }),
    foreignKey({
      columns: [version.workspaceId, version.journeyId],
      foreignColumns: [journeys.workspaceId, journeys.id],
    }),
    // What runs and the live version of a journey refer to: a version together with its journey.
    unique('journey_versions_of_journey').on(version.workspaceId, version.id, version.journeyId),
    uniqueIndex('journey_versions_number').on(version.workspaceId, version.journeyId, version.number),
  ],
);
export type JourneyVersion = typeof journeyVersions.$inferSelect;
