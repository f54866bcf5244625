import type { MessageId } from '@wend/engine';
import { readConsent } from '../../facts/consent.ts';
import { type Held, skipped } from '../candidate.ts';
import type { Gate } from '../gate-context.ts';

/** Marketing needs a recorded yes; what answers the person does not. */
export const consent: Gate = async ({ tx, trip: { workspaceId } }, standing) => {
  const marketing = standing.filter(({ message }) => message.purpose === 'marketing');
  const found = await readConsent(
    tx,
    workspaceId,
    marketing.map(({ run, message: { channel, topic } }) => ({ profileId: run.profileId, channel, topic })),
  );
  const held = new Map<MessageId, Held>();
  marketing.forEach(({ message }, index) => {
    if (found[index] === 'granted') return;
    const why =
      found[index] === 'withdrawn'
        ? `Consent for ${message.channel} was withdrawn`
        : `No consent for ${message.channel} is recorded`;
    held.set(message.id, skipped('consent', why));
  });
  return held;
};
