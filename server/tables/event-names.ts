import type { WorkspaceId } from '@wend/engine';
import { pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant, oneOf } from './columns.ts';
import { workspaces } from './workspaces.ts';

export type NameKind = 'event' | 'property' | 'attribute';

/** Events and attributes the workspace has seen: what pickers offer. `kind` is `event`, `property` or `attribute`. */
export const eventNames = pgTable(
  'event_names',
  {
    workspaceId: uuid()
      .$type<WorkspaceId>()
      .notNull()
      .references(() => workspaces.id),
    kind: text().$type<NameKind>().notNull(),
    /** The event a property belongs to; '' otherwise. */
    event: text().notNull().default(''),
    name: text().notNull(),
    sample: text(),
    lastSeenAt: instant().notNull(),
  },
  (row) => [
    primaryKey({ columns: [row.workspaceId, row.kind, row.event, row.name] }),
    oneOf<NameKind>('event_names_kind', row.kind, { event: true, property: true, attribute: true }),
  ],
);
