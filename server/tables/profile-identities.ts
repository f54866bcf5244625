import type { ProfileId, WorkspaceId } from '@wend/engine';
import { foreignKey, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant, oneOf } from './columns.ts';
import { profiles } from './profiles.ts';

export type IdentityKind = 'user' | 'anonymous';

/** Which person an id of the outside world means. One id, one person. */
export const profileIdentities = pgTable(
  'profile_identities',
  {
    workspaceId: uuid().$type<WorkspaceId>().notNull(),
    kind: text().$type<IdentityKind>().notNull(),
    value: text().notNull(),
    profileId: uuid().$type<ProfileId>().notNull(),
    createdAt: instant().notNull(),
  },
  (identity) => [
    primaryKey({ columns: [identity.workspaceId, identity.kind, identity.value] }),
    foreignKey({
      columns: [identity.workspaceId, identity.profileId],
      foreignColumns: [profiles.workspaceId, profiles.id],
    }),
    index('profile_identities_profile').on(identity.workspaceId, identity.profileId),
    oneOf<IdentityKind>('profile_identities_kind', identity.kind, { user: true, anonymous: true }),
  ],
);
