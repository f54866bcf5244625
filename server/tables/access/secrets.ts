import type { WorkspaceId } from '@wend/engine';
import { pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from '../columns.ts';
import { workspaces } from '../workspaces.ts';

/** What documents refer to by name. Sealed with the installation's key; nothing ever shows it again. */
export const secrets = pgTable(
  'secrets',
  {
    workspaceId: uuid()
      .$type<WorkspaceId>()
      .notNull()
      .references(() => workspaces.id),
    name: text().notNull(),
    /** `v1.<iv>.<tag>.<ciphertext>`, each base64url. */
    sealed: text().notNull(),
    updatedAt: instant().notNull(),
  },
  (secret) => [primaryKey({ columns: [secret.workspaceId, secret.name] })],
);
