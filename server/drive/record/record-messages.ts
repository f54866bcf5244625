import type { Instant, MessageId, RunId, RunState, SendSpec } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { records, type Transaction } from '../../database/index.ts';
import { newId } from '../../ids/index.ts';
import type { Message, Run } from '../../tables/index.ts';
import type { Trip } from '../trip.ts';
import type { Moved } from '../walk-batch.ts';

/** Plans one message a run, step and visit, whoever decides it again; answers those that nobody had planned before. The gates say what becomes of each, also of one that is never sent. */
export async function recordMessages(
  tx: Transaction,
  { workspaceId }: Trip,
  moved: readonly Moved[],
  now: Instant,
): Promise<ReadonlyMap<RunId, Message>> {
  const planned = moved.flatMap(({ claimed: { run }, walked }) =>
    walked.rest.kind === 'send' ? [messageOf(run, walked.run, walked.rest.send, now)] : [],
  );
  if (planned.length === 0) return new Map();
  const rows = await tx.execute<{ id: MessageId }>(sql`
    insert into messages (workspace_id, profile_id, id, run_id, step, visit, journey_id, journey_version_id, channel, purpose, topic, spec, state, planned_at)
    select ${workspaceId}, profile_id, id, run_id, step, visit, journey_id, journey_version_id, channel, purpose, topic, spec, 'planned', planned_at
    from ${records('given', planned.map(written), {
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
    on conflict do nothing returning messages.id`);
  const isNew = new Set(rows.map(({ id }) => id));
  return new Map(planned.filter(({ id }) => isNew.has(id)).map((message) => [message.runId, message]));
}

/** As its row is read. */
function messageOf(
  { workspaceId, profileId, id: runId, journeyId, journeyVersionId }: Run,
  { step, visit }: RunState,
  spec: SendSpec,
  plannedAt: Instant,
): Message {
  const { channel, purpose, topic = null } = spec;
  return {
    ...{ workspaceId, profileId, id: newId<MessageId>(), runId, step, visit, journeyId, journeyVersionId },
    ...{ channel, purpose, topic, spec, state: 'planned', plannedAt },
    ...{
      payload: null,
      address: null,
      providerId: null,
      providerRef: null,
      outcome: null,
      deferrals: [],
      slotAt: null,
    },
    ...{ sendingAt: null, resolveAfter: null, orphaned: false, oddState: null, settledAt: null },
    ...{ deliveredAt: null, openedAt: null, clickedAt: null, repliedAt: null, bouncedAt: null },
  };
}

/** What the row does not have by itself. */
function written(message: Message) {
  const { profileId, id, runId, step, visit, journeyId, journeyVersionId, channel, purpose, topic, spec } = message;
  const { plannedAt } = message;
  return { profileId, id, runId, step, visit, journeyId, journeyVersionId, channel, purpose, topic, spec, plannedAt };
}
