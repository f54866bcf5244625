import type { MessageId, ProfileId, WorkspaceId } from '@wend/engine';
import { eq, sql } from 'drizzle-orm';
import type { Clock } from '../clock/index.ts';
import type { Transaction } from '../database/index.ts';
import { newId } from '../ids/index.ts';
import type { AddressHash } from '../suppressions/address-hash.ts';
import { messages } from '../tables/index.ts';

/** Withdraws the consent that a message went out on, and suppresses its address, in one transaction. Repeats change nothing. */
export async function optOut(
  tx: Transaction,
  clock: Clock,
  addressHash: AddressHash,
  messageId: MessageId,
  source: string,
  /** Who says so, where the id comes from outside: a provider speaks for its own workspace only. */
  within?: WorkspaceId,
): Promise<boolean> {
  const [message] = await tx.select().from(messages).where(eq(messages.id, messageId));
  if (!message || (within !== undefined && message.workspaceId !== within)) return false;
  const { workspaceId, channel, address } = message;
  // Only what was not withdrawn yet comes back. Never dated before what it overrules: an earlier withdrawal would lose to it.
  const withdrawn = await tx.execute<{ profile_id: ProfileId; at: string }>(sql`
    insert into consent_states (workspace_id, profile_id, channel, topic, state, at)
    select workspace_id, coalesce(merged_into, id), ${channel}, '*', 'withdrawn', ${clock.sql}
    from profiles where workspace_id = ${workspaceId} and id = ${message.profileId}
    on conflict (workspace_id, profile_id, channel, topic) do update
    set state = 'withdrawn', at = greatest(consent_states.at, excluded.at) where consent_states.state <> 'withdrawn'
    returning profile_id, at::text as at`);
  for (const { profile_id, at } of withdrawn)
    await tx.execute(sql`
      insert into consent_events (workspace_id, profile_id, id, channel, topic, action, source, at)
      values (${workspaceId}, ${profile_id}, ${newId()}, ${channel}, '*', 'withdrawn', ${source}, ${at}::timestamptz)`);
  if (address !== null)
    await tx.execute(sql`
      insert into suppressions (workspace_id, channel, address_hash, reason, at)
      values (${workspaceId}, ${channel}, ${addressHash(workspaceId, channel, address)}, ${source}, ${clock.sql})
      on conflict (workspace_id, channel, address_hash) do update
      set reason = excluded.reason, at = excluded.at, expires_at = null where suppressions.expires_at is not null`);
  return true;
}
