import type { EventId, WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { type Database, records, type Transaction } from '../database/index.ts';
import type { NewEvent } from './contract.ts';
import { identityPartition } from './partition.ts';

/**
 * Events, their message ids and their places in the queue, in one statement. A message id seen before leaves no second trace.
 * Answers the id under which each message is stored; message ids must differ within `events`.
 */
export async function storeEvents(
  db: Database | Transaction,
  workspaceId: WorkspaceId,
  events: readonly NewEvent[],
): Promise<ReadonlyMap<string, EventId>> {
  if (events.length === 0) return new Map();
  const rows = events.map((event, place) => ({ ...event, place, partition: identityPartition(event) }));
  // Ids are taken in one order, so that two senders of the same messages do not lock each other out.
  const stored = await db.execute<{ message_id: string; event_id: EventId }>(sql`
    with given as materialized (select * from ${records('given', rows, columns)}),
    fresh as (
      insert into event_ids (workspace_id, message_id, event_id, received_at)
      select ${workspaceId}, message_id, id, received_at from given order by message_id
      on conflict do nothing returning message_id, event_id
    ),
    stored as (
      insert into events (workspace_id, id, source_id, message_id, type, name, user_id, anonymous_id, previous_id, properties, traits, context,
                          at, original_at, sent_at, received_at, from_the_future, historical, emitted_by, trace_parent)
      select ${workspaceId}, id, source_id, message_id, type, name, user_id, anonymous_id, previous_id, properties, traits, context,
             at, original_at, sent_at, received_at, from_the_future, historical, emitted_by, trace_parent
      from given join fresh using (message_id)
    ),
    queued as (
      insert into event_queue (workspace_id, event_id, stage, partition, received_at)
      select ${workspaceId}, id, 'learn', partition, received_at from given join fresh using (message_id) order by place
    )
    select message_id, event_id from fresh
    union all
    select event_ids.message_id, event_ids.event_id from given join event_ids on event_ids.workspace_id = ${workspaceId} and event_ids.message_id = given.message_id`);
  return new Map(stored.map((row) => [row.message_id, row.event_id]));
}

const columns = {
  place: 'integer',
  id: 'uuid',
  sourceId: 'uuid',
  messageId: 'text',
  type: 'text',
  name: 'text',
  userId: 'text',
  anonymousId: 'text',
  previousId: 'text',
  properties: 'jsonb',
  traits: 'jsonb',
  context: 'jsonb',
  at: 'instant',
  originalAt: 'instant',
  sentAt: 'instant',
  receivedAt: 'instant',
  fromTheFuture: 'boolean',
  historical: 'boolean',
  emittedBy: 'uuid',
  traceParent: 'text',
  partition: 'smallint',
} as const;
