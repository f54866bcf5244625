import type { WorkspaceId } from '@wend/engine';
import { pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';

export const workspaces = pgTable('workspaces', {
  id: uuid().$type<WorkspaceId>().primaryKey(),
  name: text().notNull(),
  /** IANA zone of people whose own is not known. */
  timeZone: text().notNull().default('UTC'),
  createdAt: instant().notNull(),
});
