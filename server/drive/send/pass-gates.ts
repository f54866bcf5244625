import { grouped, type Instant, type JsonObject, type MessageId, type ProfileId, type RunId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { records, type Transaction, timestamp, together } from '../../database/index.ts';
import type { DriveDeps } from '../deps.ts';
import { plansOf } from '../plans.ts';
import type { Trip } from '../trip.ts';
import { type Candidate, gateOf, type Held, howHeld, type Verdicts } from './candidate.ts';
import { type Chunk, candidatesOf } from './candidates.ts';
import type { Gate } from './gate-context.ts';
import { budget } from './gates/budget.ts';
import { consent } from './gates/consent.ts';
import { frequencyCap } from './gates/frequency-cap.ts';
import { live } from './gates/live.ts';
import { quietHours } from './gates/quiet-hours.ts';
import { reachable } from './gates/reachable.ts';
import { suppression } from './gates/suppression.ts';
import { holdPeople } from './hold-people.ts';
import type { ProviderRow } from './provider.ts';
import { recordHeld } from './record-held.ts';
import { renderPassing } from './render-passing.ts';

/** Committed as `sending`: the provider may be called, once. */
export interface Sending {
  readonly id: MessageId;
  readonly profileId: ProfileId;
  readonly runId: RunId;
  readonly provider: ProviderRow;
  readonly address: string;
  readonly payload: JsonObject;
  readonly sender: string | undefined;
  /** Until when this call is over; tells it from a later one of the same message. */
  readonly resolveAfter: Instant;
}

/** Whom one of these holds does not depend on whom another does. The first of them that holds is the one that counts. */
const gates: readonly Gate[] = [live, reachable, suppression, consent, quietHours];

/**
 * Takes a chunk through the gates and commits what may leave as `sending`. Everything that a gate reads is read after the persons'
 * gate rows are locked, in their order, so that two journeys cannot pass one cap together.
 */
export async function passGates(deps: DriveDeps, trip: Trip, chunk: Chunk): Promise<readonly Sending[]> {
  const { planned } = chunk;
  await deps.at?.('before-gates');
  // Before the transaction: a second connection asked for within it could starve the pool.
  const plans = await plansOf(deps.db, deps.compile, trip.workspaceId, [
    ...new Set(planned.map(({ run }) => run.journeyVersionId)),
  ]);
  const held = new Map<MessageId, Held>();
  const sending = await deps.db.transaction(async (tx) => {
    const [people] = await together(holdPeople(tx, trip, planned), synchronously(tx));
    await deps.at?.('gates-locked');
    const [now, candidates] = await together(deps.clock.now(tx), candidatesOf(tx, trip, chunk, people, plans));
    const context = { deps, trip, tx, now };
    for (const { run, message } of planned) if (!people.has(run.profileId)) held.set(message.id, { kind: 'gone' });
    let standing = candidates;
    const sift = (verdicts: Verdicts): void => {
      for (const [id, hold] of verdicts) if (!held.has(id)) held.set(id, hold);
      standing = standing.filter(({ message }) => !held.has(message.id));
    };
    for (const verdicts of await together(...gates.map((gate) => gate(context, candidates)))) sift(verdicts);
    sift(await frequencyCap(context, standing));
    sift(ghostsOf(standing));
    const rendered = await renderPassing(context, standing);
    sift(rendered.held);
    sift(await budget(context, standing));
    await recordHeld(context, planned, held);
    return markSending(context, standing, rendered.payloads);
  });
  for (const [gate, ofGate] of grouped([...held.values()], gateOf))
    for (const [how, some] of grouped(ofGate, howHeld)) deps.counts?.held(gate, how, some.length);
  await deps.at?.('sending-committed');
  return sending;
}

/** Would have been sent: it has passed whatever a message passes. What follows is for those that leave: words, and a slot of the provider's. */
function ghostsOf(passing: readonly Candidate[]): Verdicts {
  return new Map<MessageId, Held>(
    passing
      .filter(({ run }) => run.holdout)
      .map(({ message }) => [message.id, { kind: 'settled', result: { kind: 'ghost' } }]),
  );
}

/** What is committed as `sending` is on the disk before the provider hears of it, whatever the database is set to. */
async function synchronously(tx: Transaction): Promise<void> {
  await tx.execute(sql`set local synchronous_commit = on`);
}

/** Nobody resolves it before the claim's lease and the call's time-out are over: until then the call may still be under way. */
async function markSending(
  {
    deps,
    tx,
    trip,
    now,
  }: { readonly deps: DriveDeps; readonly tx: Transaction; readonly trip: Trip; readonly now: Instant },
  passing: readonly Candidate[],
  payloads: ReadonlyMap<MessageId, JsonObject>,
): Promise<readonly Sending[]> {
  const sending = passing.flatMap(({ run, message, provider, address }): Sending[] => {
    const payload = payloads.get(message.id);
    const timeoutMs = deps.adapters.get(provider?.adapter ?? '')?.timeoutMs;
    if (!provider || address === undefined || payload === undefined || timeoutMs === undefined) return [];
    return [
      {
        id: message.id,
        profileId: run.profileId,
        runId: run.id,
        provider,
        address,
        payload,
        sender: message.spec.sender,
        resolveAfter: (run.leaseUntil ?? now) + timeoutMs,
      },
    ];
  });
  if (sending.length === 0) return [];
  const rows = await tx.execute<{ id: MessageId }>(sql`
    update messages set state = 'sending', sending_at = ${timestamp(now)}, resolve_after = given.resolve_after,
      payload = given.payload, address = given.address, provider_id = given.provider_id
    from ${records(
      'given',
      sending.map(({ provider, runId: _, ...one }) => ({ ...one, providerId: provider.id })),
      {
        id: 'uuid',
        profileId: 'uuid',
        providerId: 'uuid',
        address: 'text',
        payload: 'jsonb',
        resolveAfter: 'instant',
        sender: 'text',
      },
    )}
    where messages.workspace_id = ${trip.workspaceId} and messages.profile_id = given.profile_id and messages.id = given.id and messages.state = 'planned'
    returning messages.id`);
  const marked = new Set(rows.map(({ id }) => id));
  return sending.filter(({ id }) => marked.has(id));
}
