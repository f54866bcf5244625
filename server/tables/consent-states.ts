import type { Channel, ProfileId, WorkspaceId } from '@wend/engine';
import { foreignKey, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant, oneOf } from './columns.ts';
import type { ConsentAction } from './consent-events.ts';
import { profiles } from './profiles.ts';

/** What the consent events of a person add up to; the latest by `at` wins, a withdrawal at a tie. */
export const consentStates = pgTable(
  'consent_states',
  {
    workspaceId: uuid().$type<WorkspaceId>().notNull(),
    profileId: uuid().$type<ProfileId>().notNull(),
    channel: text().$type<Channel>().notNull(),
    topic: text().notNull(),
    state: text().$type<ConsentAction>().notNull(),
    at: instant().notNull(),
  },
  (state) => [
    primaryKey({ columns: [state.workspaceId, state.profileId, state.channel, state.topic] }),
    foreignKey({ columns: [state.workspaceId, state.profileId], foreignColumns: [profiles.workspaceId, profiles.id] }),
    oneOf<ConsentAction>('consent_states_state', state.state, { granted: true, withdrawn: true }),
  ],
);
