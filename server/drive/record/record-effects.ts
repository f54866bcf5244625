import type { Effect, EventId, Instant, JsonObject } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { records, type Transaction } from '../../database/index.ts';
import { newId } from '../../ids/index.ts';
import { profilePartition } from '../../intake/partition.ts';
import type { Trip } from '../trip.ts';
import type { Moved } from '../walk-batch.ts';

/**
 * What steps change becomes an event of the person, learned and matched like any other. Its message id says run, step and visit,
 * so that a repeated decision is one event. The person is known already: learning only adds what the event tells.
 */
export async function recordEffects(
  tx: Transaction,
  { workspaceId }: Trip,
  moved: readonly Moved[],
  now: Instant,
): Promise<void> {
  const rows = moved.flatMap(({ claimed: { run }, walked }) =>
    walked.effects.map(({ step, visit, effect }, index) => ({
      id: newId<EventId>(),
      messageId: `${run.id}:${step}:${visit}:${index}`,
      profileId: run.profileId,
      runId: run.id,
      partition: profilePartition(run.profileId),
      at: now,
      ...said(effect),
    })),
  );
  if (rows.length === 0) return;
  await tx.execute(sql`
    with given as (select * from ${records('given', rows, {
      id: 'uuid',
      messageId: 'text',
      profileId: 'uuid',
      runId: 'uuid',
      partition: 'smallint',
      at: 'instant',
      type: 'text',
      name: 'text',
      properties: 'jsonb',
      traits: 'jsonb',
    })}),
    fresh as (
      insert into event_ids (workspace_id, message_id, event_id, received_at) select ${workspaceId}, message_id, id, at from given
      on conflict do nothing returning event_id
    ),
    said as (select given.* from given join fresh on fresh.event_id = given.id),
    stored as (
      insert into events (workspace_id, id, profile_id, message_id, type, name, user_id, properties, traits, at, received_at, emitted_by)
      select ${workspaceId}, id, profile_id, message_id, type, name,
        (select value from profile_identities i where i.workspace_id = ${workspaceId} and i.profile_id = said.profile_id and i.kind = 'user' limit 1),
        properties, traits, at, at, run_id from said
    )
    insert into event_queue (workspace_id, event_id, stage, partition, profile_id, received_at)
    select ${workspaceId}, id, 'learn', partition, profile_id, at from said`);
}

function said(effect: Effect): {
  readonly type: 'identify' | 'track';
  readonly name: string;
  readonly properties: JsonObject;
  readonly traits: JsonObject;
} {
  if (effect.kind === 'set-attributes')
    return { type: 'identify', name: 'identify', properties: {}, traits: effect.attributes };
  return { type: 'track', name: effect.event, properties: effect.properties, traits: {} };
}
