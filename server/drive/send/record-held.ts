import type { MessageId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { records } from '../../database/index.ts';
import { type Counted, count } from '../record/count.ts';
import type { Held } from './candidate.ts';
import type { PlannedSend } from './candidates.ts';
import type { GateContext } from './gate-context.ts';

/** Writes what the gates decided. A deferral is visible with its reason and gives the run back until then; a skip lets it walk on. */
export async function recordHeld(
  context: GateContext,
  chunk: readonly PlannedSend[],
  held: ReadonlyMap<MessageId, Held>,
): Promise<void> {
  const of = chunk.flatMap((planned) => {
    const hold = held.get(planned.message.id);
    return hold ? [{ ...planned, hold }] : [];
  });
  await settle(
    context,
    of.flatMap(({ run, message, hold }) => (hold.kind === 'settled' ? [{ run, message, result: hold.result }] : [])),
  );
  await defer(
    context,
    of.flatMap(({ run, message, hold }) => (hold.kind === 'deferred' ? [{ run, message, hold }] : [])),
  );
  await giveBack(
    context,
    of.filter(({ hold }) => hold.kind === 'gone'),
  );
}

async function settle(
  { tx, trip, now }: GateContext,
  settled: readonly (PlannedSend & { readonly result: Extract<Held, { kind: 'settled' }>['result'] })[],
): Promise<void> {
  if (settled.length === 0) return;
  const rows = settled.map(({ message, result }) => ({
    profileId: message.profileId,
    id: message.id,
    state: result.kind,
    outcome: result,
    at: now,
  }));
  await tx.execute(sql`
    update messages set state = given.state, outcome = given.outcome, settled_at = given.at
    from ${records('given', rows, { profileId: 'uuid', id: 'uuid', state: 'text', outcome: 'jsonb', at: 'instant' })}
    where messages.workspace_id = ${trip.workspaceId} and messages.profile_id = given.profile_id and messages.id = given.id and messages.state = 'planned'`);
  await count(
    tx,
    trip,
    settled.map(
      ({ run, message, result }): Counted => ({
        journeyId: run.journeyId,
        journeyVersionId: run.journeyVersionId,
        step: message.step,
        kind: result.kind,
        by: 1,
      }),
    ),
  );
}

async function defer(
  { tx, trip, now }: GateContext,
  deferred: readonly (PlannedSend & { readonly hold: Extract<Held, { kind: 'deferred' }> })[],
): Promise<void> {
  if (deferred.length === 0) return;
  const rows = deferred.map(({ run, message, hold: { gate, why, until, slot } }) => ({
    profileId: run.profileId,
    runId: run.id,
    id: message.id,
    until,
    slotAt: slot ? until : undefined,
    deferral: [{ gate, why, until, at: now }],
  }));
  const given = records('given', rows, {
    profileId: 'uuid',
    runId: 'uuid',
    id: 'uuid',
    until: 'instant',
    slotAt: 'instant',
    deferral: 'jsonb',
  });
  await tx.execute(sql`
    update messages set deferrals = messages.deferrals || given.deferral, slot_at = coalesce(given.slot_at, messages.slot_at) from ${given}
    where messages.workspace_id = ${trip.workspaceId} and messages.profile_id = given.profile_id and messages.id = given.id and messages.state = 'planned'`);
  await tx.execute(sql`
    update runs set due_at = given.until, claim = null, lease_until = null, claims = 0 from ${given}
    where runs.workspace_id = ${trip.workspaceId} and runs.profile_id = given.profile_id and runs.id = given.run_id and runs.claim = ${trip.claim}`);
}

/** Exited, paused or taken by another: whoever claims it next decides. */
async function giveBack({ tx, trip }: GateContext, gone: readonly PlannedSend[]): Promise<void> {
  if (gone.length === 0) return;
  await tx.execute(sql`
    update runs set claim = null, lease_until = null, claims = 0
    from ${records(
      'given',
      gone.map(({ run: { profileId, id } }) => ({ profileId, id })),
      { profileId: 'uuid', id: 'uuid' },
    )}
    where runs.workspace_id = ${trip.workspaceId} and runs.profile_id = given.profile_id and runs.id = given.id and runs.claim = ${trip.claim}`);
}
