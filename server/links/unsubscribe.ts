import type { Channel, MessageId, ProfileId, WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import type { Clock } from '../clock/index.ts';
import { records, type Transaction } from '../database/index.ts';
import { newId } from '../ids/index.ts';
import type { AddressHash } from '../suppressions/address-hash.ts';

/** Somebody asks, by a message of ours, to be left alone. */
export interface OptOut {
  readonly messageId: MessageId;
  readonly source: string;
  /** Who says so, where the id comes from outside: a provider speaks for its own workspace only. */
  readonly within?: WorkspaceId | undefined;
}

interface Answered {
  readonly [column: string]: unknown;
  readonly message_id: MessageId;
  readonly workspace_id: WorkspaceId;
  readonly profile_id: ProfileId;
  readonly channel: Channel;
  readonly address: string | null;
  readonly source: string;
}

/**
 * Withdraws the consent that messages went out on, and suppresses their addresses, in the caller's transaction. Repeats change
 * nothing. Answers the messages that are there.
 */
export async function optOut(
  tx: Transaction,
  clock: Clock,
  addressHash: AddressHash,
  asked: readonly OptOut[],
): Promise<ReadonlySet<MessageId>> {
  if (asked.length === 0) return new Set();
  const answered = await tx.execute<Answered>(sql`
    select distinct on (m.id) m.id as message_id, m.workspace_id, coalesce(p.merged_into, p.id) as profile_id, m.channel, m.address, given.source
    from ${records('given', asked, { messageId: 'uuid', source: 'text', within: 'uuid' })}
    join messages m on m.id = given.message_id and (given.within is null or m.workspace_id = given.within)
    join profiles p on p.workspace_id = m.workspace_id and p.id = m.profile_id
    order by m.id`);
  await withdraw(tx, clock, answered);
  await suppress(tx, clock, addressHash, answered);
  return new Set(answered.map(({ message_id }) => message_id));
}

async function withdraw(tx: Transaction, clock: Clock, answered: readonly Answered[]): Promise<void> {
  const rows = onlyOne(answered, ({ profile_id, channel }) => `${profile_id} ${channel}`).map((one) => ({
    workspaceId: one.workspace_id,
    profileId: one.profile_id,
    eventId: newId(),
    channel: one.channel,
    source: one.source,
  }));
  // Only what was not withdrawn yet is an event. Never dated before what it overrules: an earlier withdrawal would lose to it.
  await tx.execute(sql`
    with given as (select * from ${records('given', rows, { workspaceId: 'uuid', profileId: 'uuid', eventId: 'uuid', channel: 'text', source: 'text' })}),
    withdrawn as (
      insert into consent_states (workspace_id, profile_id, channel, topic, state, at)
      select workspace_id, profile_id, channel, '*', 'withdrawn', ${clock.sql} from given order by profile_id, channel
      on conflict (workspace_id, profile_id, channel, topic) do update
      set state = 'withdrawn', at = greatest(consent_states.at, excluded.at) where consent_states.state <> 'withdrawn'
      returning workspace_id, profile_id, channel, at
    )
    insert into consent_events (workspace_id, profile_id, id, channel, topic, action, source, at)
    select workspace_id, profile_id, event_id, channel, '*', 'withdrawn', source, withdrawn.at
    from withdrawn join given using (workspace_id, profile_id, channel)`);
}

async function suppress(
  tx: Transaction,
  clock: Clock,
  addressHash: AddressHash,
  answered: readonly Answered[],
): Promise<void> {
  const hashed = answered.flatMap(({ workspace_id: workspaceId, channel, address, source }) =>
    address === null ? [] : [{ workspaceId, channel, hash: addressHash(workspaceId, channel, address), source }],
  );
  const rows = onlyOne(hashed, ({ workspaceId, channel, hash }) => `${workspaceId} ${channel} ${hash}`);
  await tx.execute(sql`
    insert into suppressions (workspace_id, channel, address_hash, reason, at)
    select workspace_id, channel, hash, source, ${clock.sql}
    from ${records('given', rows, { workspaceId: 'uuid', channel: 'text', hash: 'text', source: 'text' })} order by hash
    on conflict (workspace_id, channel, address_hash) do update
    set reason = excluded.reason, at = excluded.at, expires_at = null where suppressions.expires_at is not null`);
}

/** A statement may not write one row twice. */
function onlyOne<Row>(rows: readonly Row[], keyOf: (row: Row) => string): readonly Row[] {
  return [...new Map(rows.map((row) => [keyOf(row), row])).values()];
}
