import type { Channel, JsonObject, WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { boolean, check, doublePrecision, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant, slotTime } from './columns.ts';
import { workspaces } from './workspaces.ts';

/** An account at a provider. `nextFreeAt` and `reservedFreeAt` are its budget: GCRA, each moved on by one interval a message. */
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
    nextFreeAt: slotTime().notNull(),
    /** Of the reserved share; unset until it is first used. */
    reservedFreeAt: slotTime(),
    createdAt: instant().notNull(),
  },
  (provider) => [
    primaryKey({ columns: [provider.workspaceId, provider.id] }),
    // A rate of nothing, or nothing beside the reserved share, would defer for ever.
    check(
      'providers_budget',
      sql`${provider.rate} > 0 and ${provider.burst} > 0 and ${provider.reservedShare} >= 0 and ${provider.reservedShare} < 1`,
    ),
  ],
);
