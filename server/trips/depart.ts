import type { ConvoyId, WorkspaceId } from '@wend/engine';
import type { ConvoyLane } from '@wend/workflows';
import { sql } from 'drizzle-orm';
import type { Clock } from '../clock/index.ts';
import { type Database, records } from '../database/index.ts';
import { SMALL_CONVOY } from './contract.ts';
import { presentEpoch } from './epoch.ts';
import type { ConvoyWork } from './take-outbox.ts';

/** First legs of a workspace in a lane of this process. */
export interface UnderWay {
  readonly workspaceId: WorkspaceId;
  readonly queue: ConvoyLane;
  readonly count: number;
}
/** First legs at a time in each lane of a process. */
export type Berths = Readonly<Record<ConvoyLane, number>>;

interface Row {
  readonly [column: string]: unknown;
  readonly epoch: number;
  readonly ids: readonly string[];
  readonly workspace_id: WorkspaceId;
  readonly id: ConvoyId;
  readonly queue: ConvoyLane;
  readonly size: number;
}

/** Even of many workspaces each may have this many on their first leg. */
const LEAST_OF_ONE = 2;
/** A first leg that takes longer has lost its process: then Temporal is asked. Longer than a leg may last, so that it seldom is beside one. */
export const HELD_MS = 30_000;

const laneOf = sql.raw(`case when c.size > ${SMALL_CONVOY} then 'crowd' else 'small' end`);

/**
 * Lets convoys leave on their first leg while their lane has room here; workspaces share it equally. Whoever comes meanwhile joins the
 * convoy that still forms, so that convoys grow where entries are faster than drives. A convoy stops forming here, in the lane of its
 * size at this moment: whoever joins it in the same moment either holds its row, and is waited for, or finds it closed. Its row in the
 * outbox is held for whoever drives it.
 */
export async function depart(
  db: Database,
  clock: Clock,
  berths: Berths,
  underWay: readonly UnderWay[],
): Promise<readonly ConvoyWork[]> {
  const rows = await db.execute<Row>(sql`
    with busy as (select * from ${records('busy', underWay, { workspaceId: 'uuid', queue: 'text', count: 'integer' })}),
    forming as (
      select c.workspace_id, c.id, q.queue, row_number() over (partition by c.workspace_id, q.queue order by o.created_at, c.id) as place
      from outbox o join convoys c on c.workspace_id = o.workspace_id and c.id = o.convoy_id
      cross join lateral (select ${laneOf} as queue) q where c.phase = 'forming'
    ),
    share as (
      select queue, greatest(${LEAST_OF_ONE}, case queue when 'crowd' then ${berths.crowd}::int else ${berths.small}::int end / count(*)) as count
      from (select workspace_id, queue from busy union select workspace_id, queue from forming) asking group by queue
    ),
    chosen as (
      select c.workspace_id, c.id from forming join convoys c on c.workspace_id = forming.workspace_id and c.id = forming.id
      join share on share.queue = forming.queue
      left join busy on busy.workspace_id = forming.workspace_id and busy.queue = forming.queue
      where forming.place + coalesce(busy.count, 0) <= share.count
      order by c.workspace_id, c.id for update of c
    ),
    departed as (
      update convoys c set phase = 'started', queue = ${laneOf}, asked_at = ${clock.sql}
      from chosen where c.workspace_id = chosen.workspace_id and c.id = chosen.id and c.phase = 'forming'
      returning c.workspace_id, c.id, c.queue, c.size
    ),
    held as (
      update outbox o set held_until = ${clock.sql} + ${HELD_MS} * interval '1 millisecond'
      from departed d where o.workspace_id = d.workspace_id and o.convoy_id = d.id returning o.workspace_id, o.convoy_id, o.id
    )
    select ${presentEpoch} as epoch, d.*, array_agg(held.id) as ids
    from departed d join held on held.workspace_id = d.workspace_id and held.convoy_id = d.id group by d.workspace_id, d.id, d.queue, d.size`);
  return [...rows].map(({ epoch, ids, workspace_id, id, queue, size }) => ({
    ...{ kind: 'convoy', rows: ids, epoch, queue, size },
    workspaceId: workspace_id,
    convoyId: id,
  }));
}
