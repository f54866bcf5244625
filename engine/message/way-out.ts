import type { Purpose } from '../document/channel.ts';

/** What a marketing text says of the way out, unless it says so itself. */
export const wayOut = 'Reply STOP to opt out';

/** A text message as it leaves: with the way out behind it where it needs one. */
export function withWayOut(body: string, purpose: Purpose): string {
  return purpose === 'marketing' && !/\bSTOP\b/.test(body) ? `${body} ${wayOut}` : body;
}
