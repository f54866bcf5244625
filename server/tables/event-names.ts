import type { WorkspaceId } from '@wend/engine';
import { pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant, oneOf } from './columns.ts';
import { workspaces } from './workspaces.ts';

export type NameKind = 'event' | 'property' | 'attribute';
/** What a value is. Of values no more is kept here: each is somebody's. */
export type ValueShape = 'text' | 'number' | 'yes-no' | 'time';

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
    /** Of the value that came last; absent for events, lists and objects. */
    shape: text().$type<ValueShape>(),
    lastSeenAt: instant().notNull(),
  },
  (row) => [
    primaryKey({ columns: [row.workspaceId, row.kind, row.event, row.name] }),
    oneOf<NameKind>('event_names_kind', row.kind, { event: true, property: true, attribute: true }),
    oneOf<ValueShape>('event_names_shape', row.shape, { text: true, number: true, 'yes-no': true, time: true }),
  ],
);
