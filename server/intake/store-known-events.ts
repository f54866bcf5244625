import type { EventId, Instant, JsonObject, ProfileId, RunId, WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { records, type Transaction } from '../database/index.ts';
import { newId } from '../ids/index.ts';
import { profilePartition } from './partition.ts';

/** What the product itself knows of a person: a step changed them, they did something with a message. */
export interface KnownEvent {
  readonly workspaceId: WorkspaceId;
  readonly profileId: ProfileId;
  /** Says what it is about, so that a repeat is one event. */
  readonly messageId: string;
  readonly type: 'identify' | 'track';
  readonly name: string;
  readonly properties: JsonObject;
  readonly traits?: JsonObject | undefined;
  readonly at: Instant;
  readonly receivedAt: Instant;
  readonly historical?: boolean | undefined;
  /** The run whose step said it. */
  readonly emittedBy?: RunId | undefined;
}

/**
 * Events of people who are known already, in the transaction of what they tell of: either both are kept or neither. They are learned
 * and matched like any other; learning only adds what they tell.
 */
export async function storeKnownEvents(tx: Transaction, events: readonly KnownEvent[]): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map((event, place) => ({
    ...event,
    traits: event.traits ?? {},
    historical: event.historical ?? false,
    id: newId<EventId>(),
    partition: profilePartition(event.profileId),
    place,
  }));
  await tx.execute(sql`
    with given as (select * from ${records('given', rows, columns)}),
    fresh as (
      insert into event_ids (workspace_id, message_id, event_id, received_at)
      select workspace_id, message_id, id, received_at from given order by message_id
      on conflict do nothing returning event_id
    ),
    said as (
      select given.*, coalesce(p.merged_into, p.id) as person from given
      join fresh on fresh.event_id = given.id
      join profiles p on p.workspace_id = given.workspace_id and p.id = given.profile_id
    ),
    stored as (
      insert into events (workspace_id, id, profile_id, message_id, type, name, user_id, properties, traits, at, received_at, historical, emitted_by)
      select workspace_id, id, person, message_id, type, name,
        (select value from profile_identities i where i.workspace_id = said.workspace_id and i.profile_id = said.person and i.kind = 'user' limit 1),
        properties, traits, at, received_at, historical, emitted_by from said
    )
    insert into event_queue (workspace_id, event_id, stage, partition, profile_id, received_at)
    select workspace_id, id, 'learn', partition, person, received_at from said order by place`);
}

const columns = {
  place: 'integer',
  workspaceId: 'uuid',
  id: 'uuid',
  messageId: 'text',
  profileId: 'uuid',
  emittedBy: 'uuid',
  partition: 'smallint',
  at: 'instant',
  receivedAt: 'instant',
  historical: 'boolean',
  type: 'text',
  name: 'text',
  properties: 'jsonb',
  traits: 'jsonb',
} as const;
