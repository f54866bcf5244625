import type { Instant, ProfileId, RunId, WorkspaceId } from '@wend/engine';
import type { ClockInput } from '@wend/workflows';
import { type SQL, sql } from 'drizzle-orm';
import type { Clock } from '../clock/index.ts';
import { type Database, epochMs } from '../database/index.ts';
import { CONVOY_SIZE, type Trips } from './contract.ts';
import { presentEpoch } from './epoch.ts';
import { forget } from './forget.ts';
import { formConvoys } from './form-convoys.ts';

export interface TickDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly trips: Trips;
  /** Has calls go on that nobody called back in time. */
  readonly expireCalls: (workspaceId: WorkspaceId) => Promise<void>;
  /** Settles messages that were on their way when their run ended. */
  readonly resolveOrphans: (workspaceId: WorkspaceId) => Promise<void>;
  readonly keepDays?: number | undefined;
}

const SHORTEST_MS = 1_000;
const LONGEST_MS = 3_600_000;
/** What is overdue by more than this has nobody who drives it. */
const GRACE = sql`interval '30 seconds'`;
const BATCHES_A_TICK = 40;

/** Forms due runs into convoys and sweeps; answers when the next run without a convoy is due. A clock of an older epoch ends. */
export async function tick(
  deps: TickDeps,
  { workspaceId, epoch }: ClockInput,
  progress: () => void = () => {},
): Promise<{ readonly ms: number } | { readonly kind: 'superseded' }> {
  const [present] = await deps.db.execute<{ epoch: number }>(sql`select ${presentEpoch} as epoch`);
  if (present?.epoch !== epoch) return { kind: 'superseded' };
  await deps.expireCalls(workspaceId);
  const leftOver = await formDue(deps, workspaceId, progress);
  await askForDead(deps, workspaceId);
  await deps.resolveOrphans(workspaceId);
  await forget(deps, workspaceId, progress);
  deps.trips.look();
  return { ms: leftOver ? SHORTEST_MS : await untilNext(deps, workspaceId) };
}

async function formDue({ db, clock }: TickDeps, workspaceId: WorkspaceId, progress: () => void): Promise<boolean> {
  for (let batch = 0; batch < BATCHES_A_TICK; batch += 1) {
    const formed = await db.transaction(async (tx) => {
      const due = await tx.execute<{ profile_id: ProfileId; id: RunId }>(sql`
        select runs.profile_id, runs.id from (${toForm(workspaceId, clock.sql)}) found
        join runs on runs.workspace_id = ${workspaceId} and runs.profile_id = found.profile_id and runs.id = found.id
        where ${isHomeless} order by runs.due_at limit ${CONVOY_SIZE} for no key update of runs skip locked`);
      await formConvoys(
        tx,
        clock,
        workspaceId,
        due.map(({ profile_id, id }) => ({ profileId: profile_id, runId: id })),
      );
      return due.length;
    });
    progress();
    if (formed < CONVOY_SIZE) return false;
  }
  return true;
}

const isHomeless = sql`runs.ended_at is null and runs.convoy_id is null and runs.phase <> 'parked'`;
const notPaused = sql`not exists (select from journeys j where j.workspace_id = runs.workspace_id and j.id = runs.journey_id and j.state = 'paused')`;

/** The runs at rest that are due first, of each journey that is not paused: however many stand still in a paused one, they are not read. */
function ofEachMoving(workspaceId: WorkspaceId, due: SQL, limit: number): SQL {
  return sql`journeys j cross join lateral (
      select runs.profile_id, runs.id, runs.clock_at from runs
      where runs.workspace_id = ${workspaceId} and runs.journey_id = j.id and runs.clock_at is not null ${due} order by runs.clock_at limit ${limit}
    ) due where j.workspace_id = ${workspaceId} and j.state <> 'paused'`;
}

/**
 * What is due; what a wake or an exit met in the moment it left its convoy. Each by an index of its own: one condition of three
 * parts reads every run that waits.
 */
function toForm(workspaceId: WorkspaceId, now: SQL): SQL {
  const first = sql`limit ${CONVOY_SIZE}`;
  const isOurs = sql`runs.workspace_id = ${workspaceId} and ${isHomeless}`;
  return sql`
    (select due.profile_id, due.id from ${ofEachMoving(workspaceId, sql`and runs.clock_at <= ${now}`, CONVOY_SIZE)} order by due.clock_at ${first})
    union (select runs.profile_id, runs.id from wakes k
      join waits w on w.workspace_id = k.workspace_id and w.profile_id = k.profile_id and w.id = k.wait_id and w.closed_at is null
      join runs on runs.workspace_id = k.workspace_id and runs.profile_id = k.profile_id and runs.id = k.run_id
      where k.workspace_id = ${workspaceId} and ${isOurs} and ${notPaused} ${first})
    union (select runs.profile_id, runs.id from runs where ${isOurs} and runs.exited_at is not null ${first})`;
}

/** Overdue runs whose convoy does not come: a wake starts its workflow again, or does no harm. Those of a convoy that is over are freed. */
async function askForDead({ db, clock }: TickDeps, workspaceId: WorkspaceId): Promise<void> {
  await db.execute(sql`
    update runs set convoy_id = null from convoys c
    where runs.workspace_id = ${workspaceId} and runs.ended_at is null and c.workspace_id = runs.workspace_id and c.id = runs.convoy_id and (c.phase = 'done' or c.epoch <> ${presentEpoch})
      and (runs.claim is null or runs.lease_until < ${clock.sql})`);
  await db.execute(sql`
    with dead as (
      select c.workspace_id, c.id from convoys c
      where c.workspace_id = ${workspaceId} and c.phase <> 'done' and greatest(c.created_at, c.asked_at) < ${clock.sql} - ${GRACE}
        and exists (select from runs where runs.workspace_id = c.workspace_id and runs.convoy_id = c.id and runs.ended_at is null and runs.due_at < ${clock.sql} - ${GRACE}
          and (runs.claim is null or runs.lease_until < ${clock.sql}) and ${notPaused})
        and not exists (select from outbox o where o.workspace_id = c.workspace_id and o.convoy_id = c.id)
      limit 200 for update of c skip locked
    ),
    asked as (
      update convoys set asked_at = ${clock.sql} from dead where convoys.workspace_id = dead.workspace_id and convoys.id = dead.id returning convoys.id
    )
    insert into outbox (workspace_id, id, kind, convoy_id, created_at)
    select ${workspaceId}, gen_random_uuid(), 'convoy', id, ${clock.sql} from asked`);
}

/** Measured by the database, so that no clock is compared with another. */
async function untilNext({ db, clock }: TickDeps, workspaceId: WorkspaceId): Promise<number> {
  const now: Instant = await clock.now(db);
  const [row] = await db.execute<{ next: string | null }>(sql`
    select ${epochMs(sql`min(due.clock_at)`)} as next from ${ofEachMoving(workspaceId, sql``, 1)}`);
  const ms = row?.next ? Math.ceil(Number(row.next) - now) : LONGEST_MS;
  return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, ms));
}
