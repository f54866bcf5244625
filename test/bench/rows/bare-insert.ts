import type { Sql } from 'postgres';
import { newId } from '../../../server/ids/index.ts';
import type { BenchEvent } from '../bed/people.ts';

const workspaceId = newId();
const copied = ['events', 'event_ids', 'event_queue'];

/** What intake writes for some events, as rows of its three tables. */
export interface BareRows {
  readonly events: readonly Readonly<Record<string, unknown>>[];
  readonly ids: readonly Readonly<Record<string, unknown>>[];
  readonly queue: readonly Readonly<Record<string, unknown>>[];
}

/** Tables like intake's own, with their keys and indexes, where no matcher looks. */
export async function prepareBareTables(sql: Sql): Promise<void> {
  await sql`create schema if not exists bench`;
  for (const table of copied)
    await sql`create table if not exists ${sql(`bench.${table}`)} (like ${sql(`public.${table}`)} including all)`;
}

export function bareRowsOf(events: readonly BenchEvent[]): BareRows {
  const at = new Date();
  const rows = events.map(({ messageId, ...event }) => ({ id: newId(), messageId, event }));
  return {
    events: rows.map(({ id, messageId, event }) => ({
      workspace_id: workspaceId,
      id,
      message_id: messageId,
      type: event['type'],
      name: event['event'],
      user_id: event['userId'],
      properties: event['properties'],
      traits: {},
      context: event['context'],
      at,
      received_at: at,
    })),
    ids: rows.map(({ id, messageId }) => ({
      workspace_id: workspaceId,
      message_id: messageId,
      event_id: id,
      received_at: at,
    })),
    queue: rows.map(({ id }, place) => ({
      workspace_id: workspaceId,
      event_id: id,
      stage: 'learn',
      partition: place % 16,
      received_at: at,
    })),
  };
}

/** In one transaction, as intake does it; the three statements travel together. */
export async function insertBare(sql: Sql, { events, ids, queue }: BareRows): Promise<void> {
  await sql.begin((tx) => [
    tx`insert into bench.events ${tx(events)}`,
    tx`insert into bench.event_ids ${tx(ids)}`,
    tx`insert into bench.event_queue ${tx(queue)}`,
  ]);
}
