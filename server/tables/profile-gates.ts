import type { ProfileId, WorkspaceId } from '@wend/engine';
import { foreignKey, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core';
import { profiles } from './profiles.ts';

/** A narrow row to lock while gates are passed, so that two journeys cannot pass one frequency cap together. */
export const profileGates = pgTable(
  'profile_gates',
  {
    workspaceId: uuid().$type<WorkspaceId>().notNull(),
    profileId: uuid().$type<ProfileId>().notNull(),
  },
  (gate) => [
    primaryKey({ columns: [gate.workspaceId, gate.profileId] }),
    foreignKey({ columns: [gate.workspaceId, gate.profileId], foreignColumns: [profiles.workspaceId, profiles.id] }),
  ],
);
