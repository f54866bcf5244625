import type { WorkspaceId } from '@wend/engine';
import { index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant, oneOf } from '../columns.ts';
import { workspaces } from '../workspaces.ts';
import { users } from './users.ts';

/** Each may all that the ones before it may. */
export type Role = 'viewer' | 'editor' | 'publisher' | 'admin' | 'owner';

export const members = pgTable(
  'members',
  {
    workspaceId: uuid()
      .$type<WorkspaceId>()
      .notNull()
      .references(() => workspaces.id),
    userId: text()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    role: text().$type<Role>().notNull(),
    createdAt: instant().notNull(),
  },
  (member) => [
    primaryKey({ columns: [member.workspaceId, member.userId] }),
    index('members_user').on(member.userId),
    oneOf<Role>('members_role', member.role, { viewer: true, editor: true, publisher: true, admin: true, owner: true }),
  ],
);
