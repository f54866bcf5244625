import type { MessageId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { records, timestamp } from '../../../database/index.ts';
import { skipped } from '../candidate.ts';
import type { Gate } from '../gate-context.ts';

/** Addresses that may not be contacted, whatever the purpose. */
export const suppression: Gate = async ({ deps, tx, trip: { workspaceId }, now }, standing) => {
  const asked = standing.map(({ message, address }) => ({
    id: message.id,
    channel: message.channel,
    hash: deps.addressHash(workspaceId, message.channel, address ?? ''),
  }));
  const rows = await tx.execute<{ id: MessageId; reason: string }>(sql`
    select given.id, s.reason from ${records('given', asked, { id: 'uuid', channel: 'text', hash: 'text' })}
    join suppressions s on s.workspace_id = ${workspaceId} and s.channel = given.channel and s.address_hash = given.hash
    where s.expires_at is null or s.expires_at > ${timestamp(now)}`);
  return new Map(rows.map(({ id, reason }) => [id, skipped('suppression', `The address is suppressed: ${reason}`)]));
};
