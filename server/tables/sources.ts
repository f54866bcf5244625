import type { SourceId, WorkspaceId } from '@wend/engine';
import { pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { instant, oneOf } from './columns.ts';
import { workspaces } from './workspaces.ts';

export type SourceKind = 'browser' | 'server';

/** Where events come from. A browser key is public: of a person of the books it may not set addresses, consent, device, country, time zone or language, nor what is protected beside. */
export const sources = pgTable(
  'sources',
  {
    workspaceId: uuid()
      .$type<WorkspaceId>()
      .notNull()
      .references(() => workspaces.id),
    id: uuid().$type<SourceId>().notNull(),
    name: text().notNull(),
    kind: text().$type<SourceKind>().notNull(),
    /** SHA-256 of the write key; the key itself is shown once. */
    keyHash: text().notNull(),
    keyHint: text().notNull(),
    /** Of a browser: what else it may not set of a person of the books, beside what no browser may. */
    protectedAttributes: text().array().notNull().default([]),
    createdAt: instant().notNull(),
    revokedAt: instant(),
  },
  (source) => [
    primaryKey({ columns: [source.workspaceId, source.id] }),
    uniqueIndex('sources_key').on(source.keyHash),
    oneOf<SourceKind>('sources_kind', source.kind, { browser: true, server: true }),
  ],
);
