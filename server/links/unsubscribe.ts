import type { MessageId } from '@wend/engine';
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
): Promise<boolean> {
  const [message] = await tx.select().from(messages).where(eq(messages.id, messageId));
  if (!message) return false;
  const { workspaceId, profileId, channel, address } = message;
  await tx.execute(sql`
    insert into consent_events (workspace_id, profile_id, id, channel, topic, action, source, at)
    values (${workspaceId}, ${profileId}, ${newId()}, ${channel}, '*', 'withdrawn', ${source}, ${clock.sql})`);
  await tx.execute(sql`
    insert into consent_states (workspace_id, profile_id, channel, topic, state, at)
    values (${workspaceId}, ${profileId}, ${channel}, '*', 'withdrawn', ${clock.sql})
    on conflict (workspace_id, profile_id, channel, topic) do update set state = 'withdrawn', at = excluded.at`);
  if (address !== null)
    await tx.execute(sql`
      insert into suppressions (workspace_id, channel, address_hash, reason, at)
      values (${workspaceId}, ${channel}, ${addressHash(workspaceId, channel, address)}, ${source}, ${clock.sql}) on conflict do nothing`);
  return true;
}
