import type { Instant, MessageId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { records, type Transaction } from '../../database/index.ts';
import { newId } from '../../ids/index.ts';
import type { Trip } from '../trip.ts';
import type { Moved } from '../walk-batch.ts';

/** Plans one message a run, step and visit, whoever decides it again. The gates say what becomes of it, also of one that is never sent. */
export async function recordMessages(
  tx: Transaction,
  { workspaceId }: Trip,
  moved: readonly Moved[],
  now: Instant,
): Promise<void> {
  const planned = moved.flatMap(({ claimed: { run }, walked }) => {
    if (walked.rest.kind !== 'send') return [];
    const { send } = walked.rest;
    return [
      {
        profileId: run.profileId,
        id: newId<MessageId>(),
        runId: run.id,
        step: walked.run.step,
        visit: walked.run.visit,
        journeyId: run.journeyId,
        journeyVersionId: run.journeyVersionId,
        channel: send.channel,
        purpose: send.purpose,
        topic: send.topic,
        spec: send,
        plannedAt: now,
      },
    ];
  });
  if (planned.length === 0) return;
  await tx.execute(sql`
    insert into messages (workspace_id, profile_id, id, run_id, step, visit, journey_id, journey_version_id, channel, purpose, topic, spec, state, planned_at)
    select ${workspaceId}, profile_id, id, run_id, step, visit, journey_id, journey_version_id, channel, purpose, topic, spec, 'planned', planned_at
    from ${records('given', planned, {
      profileId: 'uuid',
      id: 'uuid',
      runId: 'uuid',
      step: 'text',
      visit: 'integer',
      journeyId: 'uuid',
      journeyVersionId: 'uuid',
      channel: 'text',
      purpose: 'text',
      topic: 'text',
      spec: 'jsonb',
      plannedAt: 'instant',
    })}
    on conflict do nothing`);
}
