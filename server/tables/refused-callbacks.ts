import type { WorkspaceId } from '@wend/engine';
import { bigint, foreignKey, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';
import { providers } from './providers.ts';

/** Callbacks in a provider's name that were not signed by it: counted, never kept. Apart from the provider's row, which senders hold. */
export const refusedCallbacks = pgTable(
  'refused_callbacks',
  {
    workspaceId: uuid().$type<WorkspaceId>().notNull(),
    providerId: uuid().notNull(),
    count: bigint({ mode: 'number' }).notNull(),
    lastAt: instant().notNull(),
  },
  (refused) => [
    primaryKey({ columns: [refused.workspaceId, refused.providerId] }),
    foreignKey({
      columns: [refused.workspaceId, refused.providerId],
      foreignColumns: [providers.workspaceId, providers.id],
    }),
  ],
);
