export { apiKeyView, createApiKey, listApiKeys, newApiKey, revokeApiKey } from './api-keys.ts';
// `makeAuth` is asked for by its file: six hundred modules come with it, and only the API signs anybody in.
export type { Auth, AuthParts } from './auth.ts';
export { type Action, can } from './can.ts';
export type { ActingContext, Actor, Context, Scope } from './context.ts';
export { type ErrorCode, JourneyError } from './journey-error.ts';
export { type KeyPurpose, Keys, openKeys } from './keys.ts';
export { membership, type User, user } from './members.ts';
export { makeSafeFetch, RefusedAddress, type SafeFetchSettings } from './safe-fetch.ts';
export { listSecrets, putSecret, readSecret, removeSecret, secretView } from './secrets.ts';
export { readSignedId, signId } from './signed-id.ts';
export { type Verb, type VerbRule, verb } from './verb.ts';
export { type Asker, WhoAsked, type WhoAskedParts } from './who-asked.ts';
export type { Done, Work } from './work.ts';
