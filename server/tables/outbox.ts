import type { ConvoyId, EntranceId, WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { check, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant, oneOf } from './columns.ts';
import { workspaces } from './workspaces.ts';

export type OutboxKind = 'convoy' | 'clock' | 'entrance';

/** Workflows to start or wake, committed with the rows they are about. Both are one call, so a repeat is harmless. */
export const outbox = pgTable(
  'outbox',
  {
    workspaceId: uuid()
      .$type<WorkspaceId>()
      .notNull()
      .references(() => workspaces.id),
    id: uuid().notNull(),
    kind: text().$type<OutboxKind>().notNull(),
    convoyId: uuid().$type<ConvoyId>(),
    entranceId: uuid().$type<EntranceId>(),
    createdAt: instant().notNull(),
    /** Until then its convoy is on its first leg, and nobody else starts it; null where Temporal is to be asked at once. */
    heldUntil: instant(),
  },
  (entry) => [
    primaryKey({ columns: [entry.workspaceId, entry.id] }),
    check('outbox_names_convoy', sql`(${entry.kind} = 'convoy') = (${entry.convoyId} is not null)`),
    check('outbox_names_entrance', sql`(${entry.kind} = 'entrance') = (${entry.entranceId} is not null)`),
    oneOf<OutboxKind>('outbox_kind', entry.kind, { convoy: true, clock: true, entrance: true }),
  ],
);
