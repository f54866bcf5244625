export { createApiKey, holderOf, type KeyHolder, listApiKeys, revokeApiKey } from './api-keys.ts';
export { audit } from './audit.ts';
export { type Auth, type AuthParts, makeAuth } from './auth.ts';
export { type Action, can, demand } from './can.ts';
export type { Actor, Context } from './context.ts';
export { type ErrorCode, JourneyError } from './journey-error.ts';
export { type KeyPurpose, Keys, openKeys } from './keys.ts';
export { makeSafeFetch, RefusedAddress, type SafeFetchSettings } from './safe-fetch.ts';
export { listSecrets, putSecret, readSecret, removeSecret } from './secrets.ts';
