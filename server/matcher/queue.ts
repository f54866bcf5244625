import { grouped, type WorkspaceId } from '@wend/engine';
import { type SQL, sql } from 'drizzle-orm';
import { epochMs, records, type Transaction } from '../database/index.ts';
import { PARTITIONS } from '../intake/partition.ts';
import type { QueueStage } from '../tables/index.ts';
import type { Queued } from './contract.ts';

export const BATCH = 500;
/** So that one partition with a long queue does not make the others be read in vain. */
export const OF_ONE_PARTITION = 250;
/** Names the two families of advisory locks; any numbers nobody else uses. */
const lockFamily: Readonly<Record<QueueStage, number>> = { learn: 730_001, match: 730_002 };

/**
 * Takes every partition that is free, until the transaction ends. A statement of its own, before the reading: a statement that waits
 * and reads would read what was there before it waited.
 */
export async function holdPartitions(
  tx: Transaction,
  stage: QueueStage,
  among: readonly number[] = ALL,
): Promise<readonly number[]> {
  const rows = await tx.execute<{ partition: number }>(sql`
    select partition from ${records(
      'among',
      among.map((partition) => ({ partition })),
      { partition: 'integer' },
    )}
    where pg_try_advisory_xact_lock(${lockFamily[stage]}, partition)`);
  return rows.map(({ partition }) => partition);
}

const ALL = Array.from({ length: PARTITIONS }, (_, partition) => partition);

/** What is to be read: everything from a floor on, or exactly these. */
export type Reading =
  | { readonly kind: 'from'; readonly seq: number }
  | { readonly kind: 'only'; readonly seqs: readonly number[] };

/** The next events of these partitions in the order in which they came. */
export async function readQueue(
  tx: Transaction,
  stage: QueueStage,
  held: readonly number[],
  reading: Reading,
): Promise<readonly Queued[]> {
  if (held.length === 0) return [];
  const rows = await tx.execute<QueuedRow>(sql`
    with next as materialized (
      select q.* from ${records(
        'held',
        held.map((partition) => ({ partition })),
        { partition: 'smallint' },
      )}
      cross join lateral (
        select * from event_queue where stage = ${stage} and partition = held.partition and parked_at is null and ${chosen(reading)}
        order by seq limit ${OF_ONE_PARTITION}
      ) q
      order by q.seq limit ${BATCH}
    )
    select q.seq, q.workspace_id, q.event_id, q.profile_id, q.attempts, e.source_id, s.kind as source_kind, s.protected_attributes, e.type, e.name, e.user_id, e.anonymous_id, e.previous_id,
      e.properties, e.traits, e.context, ${epochMs(sql`e.at`)} as at, ${epochMs(sql`e.received_at`)} as received_at,
      e.historical, e.emitted_by, e.trace_parent
    from next q join events e on e.workspace_id = q.workspace_id and e.id = q.event_id
    left join sources s on s.workspace_id = e.workspace_id and s.id = e.source_id
    order by q.seq`);
  return rows.map(queuedOf);
}

function chosen(reading: Reading): SQL {
  return reading.kind === 'from'
    ? sql`seq >= ${reading.seq}`
    : sql`seq in (select seq from ${records(
        'chosen',
        reading.seqs.map((seq) => ({ seq })),
        { seq: 'bigint' },
      )})`;
}

/** Groups what was read by workspace: each statement speaks of one. */
export function byWorkspace(rows: readonly Queued[]): ReadonlyMap<WorkspaceId, readonly Queued[]> {
  return grouped(rows, ({ workspaceId }) => workspaceId);
}

type QueuedRow = Record<string, unknown> & {
  readonly seq: string;
  readonly workspace_id: Queued['workspaceId'];
  readonly event_id: Queued['eventId'];
  readonly profile_id: NonNullable<Queued['profileId']> | null;
  readonly attempts: number;
  readonly source_id: NonNullable<Queued['sourceId']> | null;
  readonly source_kind: NonNullable<Queued['sourceKind']> | null;
  readonly protected_attributes: Queued['protectedAttributes'] | null;
  readonly type: Queued['type'];
  readonly name: string;
  readonly user_id: string | null;
  readonly anonymous_id: string | null;
  readonly previous_id: string | null;
  readonly properties: Queued['properties'];
  readonly traits: Queued['traits'];
  readonly context: Queued['context'];
  readonly at: string;
  readonly received_at: string;
  readonly historical: boolean;
  readonly emitted_by: NonNullable<Queued['emittedBy']> | null;
  readonly trace_parent: string | null;
};

function queuedOf(row: QueuedRow): Queued {
  return {
    seq: Number(row.seq),
    workspaceId: row.workspace_id,
    eventId: row.event_id,
    profileId: row.profile_id ?? undefined,
    attempts: row.attempts,
    sourceId: row.source_id ?? undefined,
    sourceKind: row.source_kind ?? undefined,
    protectedAttributes: row.protected_attributes ?? [],
    type: row.type,
    name: row.name,
    userId: row.user_id ?? undefined,
    anonymousId: row.anonymous_id ?? undefined,
    previousId: row.previous_id ?? undefined,
    properties: row.properties,
    traits: row.traits,
    context: row.context,
    at: Number(row.at),
    receivedAt: Number(row.received_at),
    historical: row.historical,
    emittedBy: row.emitted_by ?? undefined,
    traceParent: row.trace_parent ?? undefined,
  };
}
