import type { CallId, Instant } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { records, type Transaction } from '../../database/index.ts';
import { newId } from '../../ids/index.ts';
import { stepTypesOf } from '../step-types.ts';
import type { Trip } from '../trip.ts';
import type { Moved } from '../walk-batch.ts';

/** Plans one call a run, step and visit; the node type's own activity performs it. */
export async function recordCalls(
  tx: Transaction,
  { workspaceId }: Trip,
  moved: readonly Moved[],
  now: Instant,
): Promise<void> {
  const planning = moved.filter(({ walked }) => walked.rest.kind === 'call');
  if (planning.length === 0) return;
  const typeOf = await stepTypesOf(
    tx,
    workspaceId,
    planning.map(({ claimed }) => claimed.run.journeyVersionId),
  );
  const planned = planning.flatMap(({ claimed: { run }, walked }) => {
    if (walked.rest.kind !== 'call') return [];
    const { step, visit } = walked.run;
    return [
      {
        profileId: run.profileId,
        id: newId<CallId>(),
        runId: run.id,
        step,
        visit,
        nodeType: typeOf(run.journeyVersionId, step),
        input: walked.rest.call.input,
        at: now,
      },
    ];
  });
  await tx.execute(sql`
    insert into calls (workspace_id, profile_id, id, run_id, step, visit, node_type, input, due_at, planned_at)
    select ${workspaceId}, profile_id, id, run_id, step, visit, node_type, input, at, at
    from ${records('given', planned, { profileId: 'uuid', id: 'uuid', runId: 'uuid', step: 'text', visit: 'integer', nodeType: 'text', input: 'jsonb', at: 'instant' })}
    on conflict do nothing`);
}
