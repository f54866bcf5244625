import { type Keys, makeSafeFetch, readSecret } from '../access/index.ts';
import type { Database } from '../database/index.ts';
import type { PerformDeps } from './perform-deps.ts';

export interface PerformServicesParts {
  readonly db: Database;
  readonly keys: Keys;
  /** Hosts that may be called though they are inside; what the operator allows. */
  readonly allowedHosts?: readonly string[] | undefined;
}

/** Longer than any step waits, so that the step's own limit is the one that ends a call. */
const TIMEOUT_MS = 60_000;
const MAX_ANSWER_BYTES = 1_000_000;

/** What a perform may use: the public internet, and the secrets of its own workspace. */
export function performServices({ db, keys, allowedHosts }: PerformServicesParts): PerformDeps['services'] {
  const fetch = makeSafeFetch({ allowed: allowedHosts, timeoutMs: TIMEOUT_MS, maxBytes: MAX_ANSWER_BYTES });
  return (workspaceId) => ({ fetch, secret: (name) => readSecret(db, keys, { workspaceId, name }) });
}
