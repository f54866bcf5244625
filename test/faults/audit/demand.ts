import type { Event } from '../../../server/tables/index.ts';
import { WINDOW_MS } from '../bed/shop.ts';
import type { RunSeen } from './seen.ts';

/** What a journey demands of one run, given what is known to have happened. */
export interface Demand {
  readonly phase: 'ended' | 'waiting';
  /** Steps that it came to. */
  readonly path: readonly string[];
  /** Steps whose message the provider has; those of other steps on the path were held back for a reason that the case knows. */
  readonly sent: readonly string[];
}

/** Of the journey of the carts: an order counts that came after the text and within the window, by its own time. */
export function ofCarts(run: RunSeen): Demand {
  const since = run.messages.find(({ step }) => step === 'text')?.sendingAt ?? Number.NaN;
  const inTime = run.events.filter(
    ({ name, at, historical }) => name === 'Order Completed' && !historical && since < at && at <= since + WINDOW_MS,
  );
  const last = inTime.some((order) => counts(run, order, since + WINDOW_MS)) ? 'thanks' : 'reminder';
  return { phase: 'ended', path: ['text', 'order', last], sent: ['text', last] };
}

/**
 * What was received within the window counts, and nothing that was received after the decision. Between the two (the shop
 * could not reach us, and we were late to decide) both are right: what happened stands.
 */
function counts({ cameAt }: RunSeen, { receivedAt }: Event, windowEnd: number): boolean {
  if (receivedAt <= windowEnd) return true;
  const thankedAt = cameAt.get('thanks');
  return thankedAt !== undefined && receivedAt <= thankedAt;
}
