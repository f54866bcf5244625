import type { Instant } from '@wend/engine';
import type { Transaction } from '../database/index.ts';
import { judgeTimes, type KnownEvent, storeKnownEvents } from '../intake/index.ts';
import type { TouchedMessage } from './facts-of-messages.ts';

const NAMES: Readonly<Record<string, string>> = { clicked: 'Message Clicked', replied: 'Message Replied' };

/**
 * What a person did with a message becomes an event of theirs, so that a journey can wait for it: in the transaction that records it,
 * since nothing would tell it again. Answers how many there were; the matcher is told after the commit.
 */
export async function tellEvents(
  tx: Transaction,
  touched: readonly TouchedMessage[],
  receivedAt: Instant,
): Promise<number> {
  const events = touched.filter(isTold).map((one) => eventOf(one, receivedAt));
  await storeKnownEvents(tx, events);
  return events.length;
}

/** Of clicks the first; of replies each, since each says something. */
function isTold({ kind, is_first, machine }: TouchedMessage): boolean {
  return kind === 'replied' ? !machine : is_first && NAMES[kind] !== undefined;
}

function eventOf(one: TouchedMessage, receivedAt: Instant): KnownEvent {
  const { id, kind, dedupe } = one;
  // By the provider's clock, but nobody answers a message before it left.
  const originalAt = Math.max(Number(one.at), Number(one.sending_at));
  return {
    workspaceId: one.workspace_id,
    profileId: one.profile_id,
    messageId: kind === 'replied' ? `${kind}-${id}-${dedupe}` : `${kind}-${id}`,
    type: 'track',
    name: NAMES[kind] ?? kind,
    properties: {
      journeyId: one.journey_id,
      step: one.step,
      messageId: id,
      channel: one.channel,
      ...one.detail,
    },
    ...judgeTimes({ originalAt }, receivedAt, false),
    receivedAt,
  };
}
