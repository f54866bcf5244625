import type { ConvoyId, EntranceId, WorkspaceId } from '@wend/engine';
import type { ConvoyLane } from '@wend/workflows';
import { sql } from 'drizzle-orm';
import type { Clock } from '../clock/index.ts';
import type { Database } from '../database/index.ts';
import { presentEpoch } from './epoch.ts';

export interface ConvoyWork {
  readonly kind: 'convoy';
  readonly rows: readonly string[];
  readonly workspaceId: WorkspaceId;
  readonly epoch: number;
  readonly convoyId: ConvoyId;
  readonly queue: ConvoyLane;
  readonly size: number;
}
/** A workflow to start or wake; repeated rows about one are one. */
export type OutboxWork =
  | ConvoyWork
  | ({ readonly rows: readonly string[]; readonly workspaceId: WorkspaceId; readonly epoch: number } & (
      | { readonly kind: 'clock' }
      | { readonly kind: 'entrance'; readonly entranceId: EntranceId }
    ));

interface Row {
  readonly [column: string]: unknown;
  readonly ids: readonly string[];
  readonly workspace_id: WorkspaceId;
  readonly convoy_id: ConvoyId | null;
  readonly entrance_id: EntranceId | null;
  readonly epoch: number;
  readonly queue: ConvoyLane | null;
  readonly size: number | null;
}

const AT_ONCE = 200;

/**
 * What Temporal is to start or wake: of each workspace in turn, so that nobody stands behind another's crowd. Not convoys that form, nor
 * those on their first leg.
 */
export async function takeOutbox(db: Database, clock: Clock): Promise<readonly OutboxWork[]> {
  const rows = await db.execute<Row>(sql`
    with asked as (
      select array_agg(o.id) as ids, o.workspace_id, o.convoy_id, o.entrance_id, c.queue, c.size, min(o.created_at) as since, min(o.id::text) as first
      from outbox o left join convoys c on c.workspace_id = o.workspace_id and c.id = o.convoy_id
      where (o.kind <> 'convoy' or c.phase <> 'forming') and (o.held_until is null or o.held_until < ${clock.sql})
      group by o.workspace_id, o.convoy_id, o.entrance_id, c.queue, c.size
    ),
    placed as (select *, row_number() over (partition by workspace_id order by since, first) as place from asked)
    select ids, workspace_id, convoy_id, entrance_id, ${presentEpoch} as epoch, queue, size from placed order by place, since, first limit ${AT_ONCE}`);
  return [...rows].map(workOf);
}

/** Once it has been done. A row written since stays, and asks again. */
export async function settleOutbox(db: Database, { workspaceId, rows }: OutboxWork): Promise<void> {
  await db.execute(
    sql`delete from outbox where workspace_id = ${workspaceId} and id = any(${sql.param([...rows])}::uuid[])`,
  );
}

function workOf({ ids, workspace_id, convoy_id, entrance_id, epoch, queue, size }: Row): OutboxWork {
  const about = { rows: ids, workspaceId: workspace_id, epoch };
  if (entrance_id !== null) return { ...about, kind: 'entrance', entranceId: entrance_id };
  return convoy_id === null
    ? { ...about, kind: 'clock' }
    : { ...about, kind: 'convoy', convoyId: convoy_id, queue: queue ?? 'small', size: size ?? 0 };
}
