import { and, eq, getTableColumns, isNull, type SQL, sql } from 'drizzle-orm';
import { builtOnce } from '../database/index.ts';
import {
  type Call,
  calls,
  type Message,
  messages,
  type Run,
  runExits,
  runs,
  type Wait,
  waits,
  wakes,
} from '../tables/index.ts';
import { type Present, readPresent } from '../trips/watermark.ts';
import { heldBack } from './behind.ts';
import type { DriveDeps } from './deps.ts';
import { type AsOf, isActionable, isActionableLater } from './due.ts';
import type { Trip } from './trip.ts';

export type RunExit = typeof runExits.$inferSelect;
/** A wake with the version of its row as it was read: a newer one must survive its removal. */
export type SeenWake = typeof wakes.$inferSelect & { readonly rowVersion: string };

/** A run under our claim with what its rest left behind. */
export interface Claimed {
  readonly run: Run;
  readonly exit: RunExit | null;
  readonly wait: Wait | null;
  readonly wake: SeenWake | null;
  readonly message: Message | null;
  readonly call: Call | null;
}
export interface Batch extends Present {
  readonly claimed: readonly Claimed[];
}

/** Claimed this often without moving, a run travels alone: it may be what kills its drive. */
const ALONE_AFTER = 3;
/** And then it stands still, visible and retryable. */
export const PARKED_AFTER = 5;

/** The next that can be moved: what we hold already, `holding` at most, else what is due and free. */
export async function claimDue(deps: DriveDeps, trip: Trip, holding: number): Promise<Batch | undefined> {
  const present = await readPresent(deps.db, deps.clock, trip.workspaceId);
  const asOf = { now: present.now, held: await heldBack(deps, trip, present) };
  const held = holding > 0 ? await load(deps, trip, asOf) : [];
  const claimed = held.length > 0 ? held : await claimFree(deps, trip, asOf);
  if (held.length < holding) trip.hasStrays = true;
  return claimed.length > 0 ? { ...present, claimed } : undefined;
}

async function claimFree(deps: DriveDeps, trip: Trip, asOf: AsOf): Promise<readonly Claimed[]> {
  const due = isActionable(asOf);
  const { batch, hold } = deps.settings;
  const { took, suspects } = await take(deps, trip, due, sql`runs.claims < ${ALONE_AFTER}`, { batch, hold });
  if (took > 0) return loadTaken(deps, trip, asOf, took);
  if (!suspects) return [];
  await parkPoisoned(deps, trip, due);
  const alone = await take(deps, trip, due, sql`runs.claims >= ${ALONE_AFTER}`, { batch: 1, hold: 1, most: 1 });
  return alone.took > 0 ? loadTaken(deps, trip, asOf, alone.took) : [];
}

/** Some may not be movable any more by the time they are read. */
async function loadTaken(deps: DriveDeps, trip: Trip, asOf: AsOf, took: number): Promise<readonly Claimed[]> {
  const claimed = await load(deps, trip, asOf);
  if (claimed.length < took) trip.hasStrays = true;
  return claimed;
}

interface Taken {
  readonly [column: string]: unknown;
  readonly took: number;
  /** There are runs here that have been claimed often without moving. */
  readonly suspects: boolean;
}
interface Limits {
  /** Runs that walk. */
  readonly batch: number;
  /** Runs whose message is to leave: no more than are likely to, since each claim is a write. */
  readonly hold: number;
  readonly most?: number;
}

/**
 * `no key update`, because a plain `for update` makes a child row's foreign-key lock hide a due run. Locks go by person, then run; the
 * person as an expression, lest Postgres walk through all runs of the workspace in the order of their key.
 */
async function take(deps: DriveDeps, trip: Trip, due: SQL, among: SQL, limits: Limits): Promise<Taken> {
  const some = (which: SQL, limit: number): SQL => sql`
      select workspace_id, profile_id, id from runs
      where workspace_id = ${trip.workspaceId} and convoy_id = ${trip.convoyId} and ${which} and ${among}
        and (claim is null or lease_until < ${deps.clock.sql}) and ${due}
      order by greatest(profile_id), id limit ${limit} for no key update skip locked`;
  const [row] = await deps.db.execute<Taken>(sql`
    with walking as (${some(sql`phase <> 'sending'`, limits.batch)}),
    sending as (${some(sql`phase = 'sending'`, limits.hold)}),
    due as (select * from walking union all select * from sending limit ${limits.most ?? null}),
    taken as (
      update runs set claim = ${trip.claim}, lease_until = ${deps.clock.sql} + ${deps.settings.leaseMs} * interval '1 millisecond', claims = claims + 1
      from due where runs.workspace_id = due.workspace_id and runs.profile_id = due.profile_id and runs.id = due.id
      returning runs.id
    )
    select (select count(*) from taken)::int as took,
      exists (select from runs where workspace_id = ${trip.workspaceId} and convoy_id = ${trip.convoyId} and claims >= ${ALONE_AFTER} and ended_at is null) as suspects`);
  return row ?? { took: 0, suspects: false };
}

async function parkPoisoned(deps: DriveDeps, trip: Trip, due: SQL): Promise<void> {
  const parked = await deps.db.execute<{ id: string }>(sql`
    update runs set phase = 'parked', convoy_id = null, claim = null, lease_until = null,
      error = coalesce(error, 'Its drive did not come back, ' || claims || ' times')
    where workspace_id = ${trip.workspaceId} and convoy_id = ${trip.convoyId} and ended_at is null and claims >= ${PARKED_AFTER}
      and (claim is null or lease_until < ${deps.clock.sql}) and ${due}
    returning id`);
  const { workspaceId, convoyId } = trip;
  for (const { id } of parked) deps.onFailure?.({ workspaceId, convoyId, runId: id, isParked: true });
}

async function load({ db }: DriveDeps, trip: Trip, { now, held }: AsOf): Promise<readonly Claimed[]> {
  const rows = await ours(db).execute({ ...trip, now: new Date(now).toISOString(), held: [...held] });
  return rows.map(({ wake, rowVersion, ...row }) => ({ ...row, wake: wake && { ...wake, rowVersion } }));
}

/**
 * Our runs with what their rests left behind, one of each at most, looked for run by run: the limits keep Postgres from joining the tables.
 * Of one that was nearly empty when this was planned it would read all rows of the workspace for each run, until it plans anew.
 */
const ours = builtOnce((db) => {
  const given = sql.placeholder;
  const exit = db.select().from(runExits).where(sameRun(runExits)).limit(1).as('run_exits');
  const wait = db
    .select()
    .from(waits)
    .where(and(sameRun(waits), isNull(waits.closedAt)))
    .limit(1)
    .as('waits');
  const wake = db
    .select({ ...getTableColumns(wakes), rowVersion: sql<string>`xmin::text`.as('row_version') })
    .from(wakes)
    .where(
      and(eq(wakes.workspaceId, waits.workspaceId), eq(wakes.profileId, waits.profileId), eq(wakes.waitId, waits.id)),
    )
    .limit(1)
    .as('wakes');
  const atItsStep = (table: typeof messages | typeof calls): SQL | undefined =>
    and(sameRun(table), eq(table.step, runs.step), eq(table.visit, runs.visit));
  // What has left is not sent again: its words are the largest part of all this.
  const words = sql`case when ${messages.state} in ('planned', 'sending') then ${messages.payload} end`.as('payload');
  const message = db
    .select({ ...getTableColumns(messages), payload: words })
    .from(messages)
    .where(atItsStep(messages))
    .limit(1)
    .as('messages');
  const call = db.select().from(calls).where(atItsStep(calls)).limit(1).as('calls');
  return db
    .select({
      run: runs,
      exit: runExits,
      wait: waits,
      wake: wakes,
      rowVersion: wake.rowVersion,
      message: messages,
      call: calls,
    })
    .from(runs)
    .leftJoinLateral(exit, sql`true`)
    .leftJoinLateral(wait, sql`true`)
    .leftJoinLateral(wake, sql`true`)
    .leftJoinLateral(message, sql`true`)
    .leftJoinLateral(call, sql`true`)
    .where(
      and(
        eq(runs.workspaceId, given('workspaceId')),
        eq(runs.convoyId, given('convoyId')),
        eq(runs.claim, given('claim')),
        isActionableLater(given('now'), given('held')),
      ),
    )
    .orderBy(runs.profileId, runs.id)
    .prepare('ours');
});

function sameRun(child: typeof runExits | typeof waits | typeof messages | typeof calls): SQL | undefined {
  return and(eq(child.workspaceId, runs.workspaceId), eq(child.profileId, runs.profileId), eq(child.runId, runs.id));
}
