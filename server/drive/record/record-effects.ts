import type { Effect, Instant } from '@wend/engine';
import type { Transaction } from '../../database/index.ts';
import { type KnownEvent, storeKnownEvents } from '../../intake/store-known-events.ts';
import type { Trip } from '../trip.ts';
import type { Moved } from '../walk-batch.ts';

/**
 * What steps change becomes an event of the person, learned and matched like any other. Its message id says run, step and visit,
 * so that a repeated decision is one event.
 */
export async function recordEffects(
  tx: Transaction,
  { workspaceId }: Trip,
  moved: readonly Moved[],
  now: Instant,
): Promise<void> {
  await storeKnownEvents(
    tx,
    moved.flatMap(({ claimed: { run }, walked }) =>
      walked.effects.map(({ step, visit, effect }, index) => ({
        workspaceId,
        profileId: run.profileId,
        messageId: `${run.id}:${step}:${visit}:${index}`,
        emittedBy: run.id,
        at: now,
        receivedAt: now,
        ...said(effect),
      })),
    ),
  );
}

function said(effect: Effect): Pick<KnownEvent, 'type' | 'name' | 'properties' | 'traits'> {
  if (effect.kind === 'set-attributes')
    return { type: 'identify', name: 'identify', properties: {}, traits: effect.attributes };
  return { type: 'track', name: effect.event, properties: effect.properties };
}
