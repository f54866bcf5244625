import type { WorkspaceId } from '@wend/engine';
import { pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { instant, oneOf } from '../columns.ts';
import { workspaces } from '../workspaces.ts';
import type { Role } from './members.ts';

/** A key for programs, of one workspace and one role. Kept as its hash; write keys of sources are another thing. */
export const apiKeys = pgTable(
  'api_keys',
  {
    workspaceId: uuid()
      .$type<WorkspaceId>()
      .notNull()
      .references(() => workspaces.id),
    id: uuid().notNull(),
    name: text().notNull(),
    role: text().$type<Role>().notNull(),
    keyHash: text().notNull(),
    keyHint: text().notNull(),
    createdAt: instant().notNull(),
    revokedAt: instant(),
  },
  (key) => [
    primaryKey({ columns: [key.workspaceId, key.id] }),
    uniqueIndex('api_keys_key').on(key.keyHash),
    oneOf<Role>('api_keys_role', key.role, { viewer: true, editor: true, publisher: true, admin: true, owner: true }),
  ],
);
