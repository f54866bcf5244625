import { createHmac } from 'node:crypto';
import type { Channel, WorkspaceId } from '@wend/engine';

/** What is kept of an address that may not be contacted: enough to know it again, not enough to read it. */
export function addressHashBy(key: Buffer) {
  return (workspaceId: WorkspaceId, channel: Channel, address: string): string =>
    createHmac('sha256', key).update(`${workspaceId}\n${channel}\n${address.trim().toLowerCase()}`).digest('base64url');
}
export type AddressHash = ReturnType<typeof addressHashBy>;
