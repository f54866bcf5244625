import type { Channel, ProfileId, WorkspaceId } from '@wend/engine';
import { foreignKey, index, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { instant, oneOf } from './columns.ts';
import { profiles } from './profiles.ts';

export type ContactPointState = 'active' | 'invalid';

/** An address of a person on a channel: a phone number (E.164), an e-mail address, a device token. */
export const contactPoints = pgTable(
  'contact_points',
  {
    workspaceId: uuid().$type<WorkspaceId>().notNull(),
    profileId: uuid().$type<ProfileId>().notNull(),
    id: uuid().notNull(),
    channel: text().$type<Channel>().notNull(),
    address: text().notNull(),
    state: text().$type<ContactPointState>().notNull().default('active'),
    verifiedAt: instant(),
    createdAt: instant().notNull(),
  },
  (point) => [
    primaryKey({ columns: [point.workspaceId, point.profileId, point.id] }),
    foreignKey({ columns: [point.workspaceId, point.profileId], foreignColumns: [profiles.workspaceId, profiles.id] }),
    uniqueIndex('contact_points_address').on(point.workspaceId, point.profileId, point.channel, point.address),
    // A reply or a bounce names an address only.
    index('contact_points_by_address').on(point.address, point.channel),
    oneOf<ContactPointState>('contact_points_state', point.state, { active: true, invalid: true }),
  ],
);
