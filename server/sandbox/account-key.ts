import { createHmac } from 'node:crypto';

/** What opens the sandbox account of a provider, and signs its callbacks. Derived, so that the product stores nothing of it. */
export function sandboxKeys(key: Buffer): (providerId: string) => string {
  return (providerId) => createHmac('sha256', key).update(providerId).digest('base64url');
}
