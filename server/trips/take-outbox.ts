import type { ConvoyId, EntranceId, WorkspaceId } from '@wend/engine';
import type { ConvoyLane } from '@wend/workflows';
import { type SQL, sql } from 'drizzle-orm';
import type { Clock } from '../clock/index.ts';
import type { Database, Transaction } from '../database/index.ts';
import { CONVOY_SIZE, SMALL_CONVOY } from './contract.ts';
import { presentEpoch } from './epoch.ts';

/** A workflow to start or wake; repeated rows about one are one. */
export type OutboxWork = {
  readonly rows: readonly string[];
  readonly workspaceId: WorkspaceId;
  readonly epoch: number;
} & (
  | { readonly kind: 'clock' }
  | { readonly kind: 'entrance'; readonly entranceId: EntranceId }
  | { readonly kind: 'convoy'; readonly convoyId: ConvoyId; readonly queue: ConvoyLane; readonly size: number }
);

interface Taken {
  readonly work: readonly OutboxWork[];
  /** Whether convoys stay behind because their lane is full. */
  readonly isHeld: boolean;
}

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

/**
 * Convoys of a lane asked for and not yet driving; beyond that runs join the youngest that still forms. Workspaces share them equally.
 * Few, since nobody may join a convoy that has started: where Temporal is slower than the entries, what stands before it is this many
 * convoys long, whoever they hold, and the next one takes everybody who came meanwhile.
 */
const MAX_STARTED = 8;
/** A lane in which one has waited this long for its drive is full, however few there are; only those leave that nobody can join any more. */
const SLOW_MS = 100;
/** By then it is no sign of a slow lane: its workflow does not come, and the sweep will ask for it again. */
const STUCK_MS = 10_000;
/** Even of many workspaces each may have this many. */
const LEAST_OF_ONE = 2;
const AT_ONCE = 200;

/**
 * Takes what is to be started or woken, of each workspace in turn, so that nobody stands behind another's crowd. A convoy stops forming
 * here, before its workflow starts: whoever joins it in the same moment either holds its row, and is waited for, or finds it closed.
 */
export async function takeOutbox(db: Database, clock: Clock): Promise<Taken> {
  return db.transaction(async (tx) => {
    const isHeld = await depart(tx, clock);
    const rows = await tx.execute<Row>(sql`
      with asked as (
        select array_agg(o.id) as ids, o.workspace_id, o.convoy_id, o.entrance_id, c.queue, c.size, min(o.created_at) as since, min(o.id::text) as first
        from outbox o left join convoys c on c.workspace_id = o.workspace_id and c.id = o.convoy_id
        where o.kind <> 'convoy' or c.phase <> 'forming'
        group by o.workspace_id, o.convoy_id, o.entrance_id, c.queue, c.size
      ),
      placed as (select *, row_number() over (partition by workspace_id order by since, first) as place from asked)
      select ids, workspace_id, convoy_id, entrance_id, ${presentEpoch} as epoch, queue, size from placed order by place, since, first limit ${AT_ONCE}`);
    return { work: [...rows].map(workOf), isHeld };
  });
}

/** Once its workflow has been asked for. A row written since stays, and asks again. */
export async function settleOutbox(db: Database, { workspaceId, rows }: OutboxWork): Promise<void> {
  await db.execute(
    sql`delete from outbox where workspace_id = ${workspaceId} and id = any(${sql.param([...rows])}::uuid[])`,
  );
}

/** Lets convoys leave while their lane has room, and says whether any stays behind. Their lane is that of their size at this moment. */
async function depart(tx: Transaction, clock: Clock): Promise<boolean> {
  const ago = (ms: number): SQL => sql`${clock.sql} - ${ms} * interval '1 millisecond'`;
  const [left] = await tx.execute<{ held: boolean }>(sql`
    with started as (
      select workspace_id, queue, count(*) as count, bool_or(asked_at between ${ago(STUCK_MS)} and ${ago(SLOW_MS)}) as is_slow
      from convoys where phase = 'started' group by workspace_id, queue
    ),
    forming as (
      select c.workspace_id, c.id, q.queue, row_number() over (partition by c.workspace_id, q.queue order by o.created_at, c.id) as place
      from outbox o join convoys c on c.workspace_id = o.workspace_id and c.id = o.convoy_id
      cross join lateral (select ${laneOf} as queue) q where c.phase = 'forming'
    ),
    share as (
      select queue, greatest(${LEAST_OF_ONE}, ${MAX_STARTED} / count(*)) as count
      from (select workspace_id, queue from started union select workspace_id, queue from forming) busy group by queue
    ),
    leaving as (
      select c.workspace_id, c.id from forming join convoys c on c.workspace_id = forming.workspace_id and c.id = forming.id
      join share on share.queue = forming.queue
      left join started on started.workspace_id = forming.workspace_id and started.queue = forming.queue
      where forming.place + coalesce(started.count, 0) <= share.count and (started.is_slow is not true or c.size >= ${CONVOY_SIZE})
      order by c.workspace_id, c.id for update of c
    ),
    departed as (
      update convoys c set phase = 'started', queue = ${laneOf}, asked_at = ${clock.sql}
      from leaving where c.workspace_id = leaving.workspace_id and c.id = leaving.id and c.phase = 'forming'
    )
    select (select count(*) from forming) > (select count(*) from leaving) as held`);
  return left?.held ?? false;
}

const laneOf = sql.raw(`case when c.size > ${SMALL_CONVOY} then 'crowd' else 'small' end`);

function workOf({ ids, workspace_id, convoy_id, entrance_id, epoch, queue, size }: Row): OutboxWork {
  const about = { rows: ids, workspaceId: workspace_id, epoch };
  if (entrance_id !== null) return { ...about, kind: 'entrance', entranceId: entrance_id };
  return convoy_id === null
    ? { ...about, kind: 'clock' }
    : { ...about, kind: 'convoy', convoyId: convoy_id, queue: queue ?? 'small', size: size ?? 0 };
}
