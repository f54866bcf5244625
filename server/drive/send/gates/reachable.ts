import type { MessageId } from '@wend/engine';
import { type Held, skipped } from '../candidate.ts';
import type { Gate } from '../gate-context.ts';

/** There is an address, and an account that speaks for the channel. */
export const reachable: Gate = async ({ deps }, standing) => {
  const held = new Map<MessageId, Held>();
  for (const { message, address, provider } of standing) {
    if (provider === undefined || !deps.adapters.has(provider.adapter))
      held.set(message.id, {
        kind: 'settled',
        result: { kind: 'rejected', scope: 'account', why: `No provider is set up for ${message.channel}` },
      });
    else if (address === undefined)
      held.set(message.id, skipped('no-address', `No ${message.channel} address is known`));
  }
  return held;
};
