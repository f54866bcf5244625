import type { JsonObject, WorkspaceId } from '@wend/engine';
import { index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';
import { workspaces } from './workspaces.ts';

/** Who changed what. Written in the transaction of the change. */
export const auditLog = pgTable(
  'audit_log',
  {
    workspaceId: uuid()
      .$type<WorkspaceId>()
      .notNull()
      .references(() => workspaces.id),
    id: uuid().notNull(),
    at: instant().notNull(),
    /** `user:…`, `key:…` or `system`. */
    actor: text().notNull(),
    action: text().notNull(),
    subject: text().notNull(),
    detail: jsonb().$type<JsonObject>().notNull().default({}),
  },
  (row) => [primaryKey({ columns: [row.workspaceId, row.id] }), index('audit_log_at').on(row.workspaceId, row.at)],
);
