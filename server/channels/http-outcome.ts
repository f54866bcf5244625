import type { ProviderOutcome } from './contract.ts';
import type { Reply } from './transport.ts';

const RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 24 * 3_600_000;

/** How an answer is read where HTTP itself says enough. `ifTaken`: sending again under the same id is safe. */
export interface HttpReading {
  readonly isIdempotent: boolean;
  /** The provider's own id of the message in a 2xx body. */
  readonly refIn: (body: string) => string | undefined;
  readonly rejectionIn: (status: number, body: string) => Extract<ProviderOutcome, { kind: 'rejected' }>;
}

/**
 * Refused before it was sent is a retry; a lost answer is unknown. A 5xx or 408 after the body was sent leaves open whether the message
 * was taken, so only an idempotent provider may be asked again.
 */
export function httpOutcome(reply: Reply, { isIdempotent, refIn, rejectionIn }: HttpReading): ProviderOutcome {
  if (reply.kind === 'not-sent') return { kind: 'retry', afterMs: RETRY_MS, why: reply.why };
  if (reply.kind === 'lost') return { kind: 'unknown', why: reply.why };
  const { status, headers, body } = reply;
  if (status >= 200 && status < 300) {
    const ref = refIn(body);
    return ref === undefined ? { kind: 'unknown', why: `Answered ${status} without an id` } : { kind: 'accepted', ref };
  }
  const why = `Answered ${status}`;
  if (status === 429) return { kind: 'retry', afterMs: retryAfterMs(headers['retry-after']), why };
  // The key is known with another body, or its first call is under way: something of ours is there.
  if (status === 409) return { kind: 'unknown', why };
  if (status === 408 || status >= 500)
    return isIdempotent
      ? { kind: 'retry', afterMs: retryAfterMs(headers['retry-after']), why }
      : { kind: 'unknown', why };
  if (status < 400) return { kind: 'rejected', scope: 'account', why: `${why}: the address of the provider has moved` };
  return rejectionIn(status, body);
}

/** Seconds only: a date would need a clock, and providers send seconds. */
function retryAfterMs(header: string | undefined): number {
  const seconds = header === undefined || header.trim() === '' ? Number.NaN : Number(header);
  return seconds >= 0 ? Math.min(seconds * 1000, LONGEST_RETRY_MS) : RETRY_MS;
}
