export {
  apiKeyView,
  createApiKey,
  holderOf,
  type KeyHolder,
  listApiKeys,
  newApiKey,
  revokeApiKey,
} from './api-keys.ts';
export { type Auth, type AuthParts, makeAuth } from './auth.ts';
export { type Action, can } from './can.ts';
export type { ActingContext, Actor, Context, Scope } from './context.ts';
export { type ErrorCode, JourneyError } from './journey-error.ts';
export { type KeyPurpose, Keys, openKeys } from './keys.ts';
export { memberIn, membership, membershipsOf, type User, user } from './members.ts';
export { makeSafeFetch, RefusedAddress, type SafeFetchSettings } from './safe-fetch.ts';
export { listSecrets, putSecret, readSecret, removeSecret, secretView } from './secrets.ts';
export { readSignedId, signId } from './signed-id.ts';
export { type Verb, type VerbRule, verb } from './verb.ts';
export type { Done, Work } from './work.ts';
export type { WriteHandle } from './write-handle.ts';
