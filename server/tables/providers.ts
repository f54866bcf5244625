import type { Channel, JsonObject, WorkspaceId } from '@wend/engine';
import { boolean, doublePrecision, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';
import { workspaces } from './workspaces.ts';

/** An account at a provider. `nextFreeAt` is its budget: GCRA, moved on by one interval a message. */
export const providers = pgTable(
  'providers',
  {
    workspaceId: uuid()
      .$type<WorkspaceId>()
      .notNull()
      .references(() => workspaces.id),
    id: uuid().notNull(),
    channel: text().$type<Channel>().notNull(),
    /** Which adapter speaks to it, e.g. `sandbox-sms`. */
    adapter: text().notNull(),
    name: text().notNull(),
    config: jsonb().$type<JsonObject>().notNull().default({}),
    enabled: boolean().notNull().default(true),
    /** Messages a second. */
    rate: doublePrecision().notNull(),
    burst: integer().notNull().default(1),
    /** 0–1 of the rate that only transactional messages may use. */
    reservedShare: doublePrecision().notNull().default(0),
    nextFreeAt: instant().notNull(),
    createdAt: instant().notNull(),
  },
  (provider) => [primaryKey({ columns: [provider.workspaceId, provider.id] })],
);
