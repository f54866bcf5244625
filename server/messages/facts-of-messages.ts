import type { Instant, JourneyId, JourneyVersionId, JsonObject, MessageId, ProfileId, WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { epochMs, records, type Transaction } from '../database/index.ts';
import { addToCount } from '../tables/index.ts';

export type MessageFactKind = 'delivered' | 'bounced' | 'opened' | 'clicked' | 'replied';

/** Something that came back about a message. */
export interface MessageFact {
  readonly workspaceId: WorkspaceId;
  readonly messageId: MessageId;
  readonly kind: MessageFactKind;
  /** Repeats fall on one row. */
  readonly dedupe: string;
  readonly at: Instant;
  /** A scanner or a preview, not a person: kept, never counted. */
  readonly machine: boolean;
  readonly detail: JsonObject;
}

/** Who and what a message was about, for the event that a fact becomes. */
export interface TouchedMessage {
  readonly [column: string]: unknown;
  readonly id: MessageId;
  readonly workspace_id: WorkspaceId;
  readonly profile_id: ProfileId;
  readonly journey_id: JourneyId;
  readonly journey_version_id: JourneyVersionId;
  readonly step: string;
  readonly channel: string;
  readonly address: string | null;
  readonly kind: MessageFactKind;
  readonly dedupe: string;
  readonly detail: JsonObject;
  readonly machine: boolean;
  readonly at: string;
  readonly sending_at: string | null;
  /** The first of its kind by a person: what the counts count. */
  readonly is_first: boolean;
}

/**
 * Keeps facts, each once and in any order, and notes the first of each kind on the message itself. Answers those that were new, in
 * the order in which they happened. A fact may come before the send's own answer: it is kept with the message all the same.
 */
export async function recordFacts(tx: Transaction, facts: readonly MessageFact[]): Promise<readonly TouchedMessage[]> {
  if (facts.length === 0) return [];
  const given = records('given', facts, {
    workspaceId: 'uuid',
    messageId: 'uuid',
    kind: 'text',
    dedupe: 'text',
    at: 'instant',
    machine: 'boolean',
    detail: 'jsonb',
  });
  // Held until the commit, so that of two facts at the same moment one sees the other and only one is the first.
  await tx.execute(sql`
    select from messages m where (m.workspace_id, m.id) in (select given.workspace_id, given.message_id from ${given})
    order by m.id for no key update`);
  const fresh = await tx.execute<TouchedMessage>(sql`
    with fresh as (
      insert into message_events (workspace_id, profile_id, message_id, dedupe, kind, machine, detail, at)
      select m.workspace_id, m.profile_id, m.id, given.dedupe, given.kind, given.machine, given.detail, given.at
      from ${given} join messages m on m.workspace_id = given.workspace_id and m.id = given.message_id
      on conflict do nothing returning *
    )
    select m.id, m.workspace_id, m.profile_id, m.journey_id, m.journey_version_id, m.step, m.channel, m.address, f.kind, f.dedupe, f.detail, f.machine, ${epochMs(sql`f.at`)} as at, ${epochMs(sql`m.sending_at`)} as sending_at,
      not f.machine and case f.kind when 'delivered' then m.delivered_at when 'bounced' then m.bounced_at when 'opened' then m.opened_at when 'clicked' then m.clicked_at else m.replied_at end is null as is_first
    from fresh f join messages m on m.workspace_id = f.workspace_id and m.profile_id = f.profile_id and m.id = f.message_id
    order by f.at, m.id, f.dedupe`);
  const people = facts.filter(({ machine }) => !machine);
  if (people.length > 0) await noteFirsts(tx, people);
  await countFirsts(tx, onlyFirsts(fresh));
  await takeForAnswers(tx, facts);
  return fresh;
}

async function noteFirsts(tx: Transaction, facts: readonly MessageFact[]): Promise<void> {
  const rows = facts.map(({ workspaceId, messageId, kind, at }) => ({ workspaceId, messageId, kind, at }));
  const given = records('given', rows, { workspaceId: 'uuid', messageId: 'uuid', kind: 'text', at: 'instant' });
  const first = (kind: MessageFactKind, column: string) =>
    sql`${sql.identifier(column)} = coalesce(m.${sql.identifier(column)}, t.${sql.identifier(kind)})`;
  await tx.execute(sql`
    update messages m set ${first('delivered', 'delivered_at')}, ${first('bounced', 'bounced_at')}, ${first('opened', 'opened_at')}, ${first('clicked', 'clicked_at')}, ${first('replied', 'replied_at')}
    from (
      select workspace_id, message_id, min(at) filter (where kind = 'delivered') as delivered, min(at) filter (where kind = 'bounced') as bounced,
        min(at) filter (where kind = 'opened') as opened, min(at) filter (where kind = 'clicked') as clicked, min(at) filter (where kind = 'replied') as replied
      from ${given} group by 1, 2
    ) t where m.workspace_id = t.workspace_id and m.id = t.message_id`);
}

/** The answer to a send was lost, and nobody knew whether the provider took it: whatever comes back about the message says that it did. */
async function takeForAnswers(tx: Transaction, facts: readonly MessageFact[]): Promise<void> {
  const rows = facts.map(({ workspaceId, messageId }) => ({ workspaceId, messageId }));
  await tx.execute(sql`
    with taken as (
      update messages m set state = 'accepted', outcome = '{"kind": "accepted"}', orphaned = false from ${records('given', rows, { workspaceId: 'uuid', messageId: 'uuid' })}
      where m.workspace_id = given.workspace_id and m.id = given.message_id and m.state = 'unknown'
      returning m.workspace_id, m.journey_id, m.journey_version_id, m.step
    )
    insert into counters (workspace_id, journey_id, journey_version_id, step, kind, port, shard, count)
    select workspace_id, journey_id, journey_version_id, step, kind, '', 0::smallint, sum(by)
    from taken cross join (values ('sent', 1), ('unknown', -1)) as change(kind, by)
    group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
    ${addToCount}`);
}

/** Several facts of one kind about one message in one batch are one first. */
function onlyFirsts(fresh: readonly TouchedMessage[]): readonly TouchedMessage[] {
  return [...new Map(fresh.filter(({ is_first }) => is_first).map((one) => [`${one.id} ${one.kind}`, one])).values()];
}

const COUNTED: ReadonlySet<string> = new Set(['delivered', 'clicked']);

async function countFirsts(tx: Transaction, firsts: readonly TouchedMessage[]): Promise<void> {
  const counted = firsts.filter(({ kind }) => COUNTED.has(kind));
  if (counted.length === 0) return;
  const rows = counted.map((one) => ({
    workspaceId: one.workspace_id,
    journeyId: one.journey_id,
    versionId: one.journey_version_id,
    step: one.step,
    kind: one.kind,
  }));
  await tx.execute(sql`
    insert into counters (workspace_id, journey_id, journey_version_id, step, kind, port, shard, count)
    select workspace_id, journey_id, version_id, step, kind, '', 0::smallint, count(*)
    from ${records('given', rows, { workspaceId: 'uuid', journeyId: 'uuid', versionId: 'uuid', step: 'text', kind: 'text' })}
    group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
    ${addToCount}`);
}
