import type { RunId, WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { records, type Transaction } from '../../database/index.ts';
import type { RunKey } from '../../trips/contract.ts';
import { formConvoys } from '../../trips/form-convoys.ts';
import { wakeRuns } from '../../trips/wake-runs.ts';
import type { MatcherDeps, Queued } from '../contract.ts';
import type { Decided } from './decided.ts';
import type { SeenRun } from './scene.ts';
import { startRuns } from './start-runs.ts';
import { writeConversions } from './write-conversions.ts';

/** Writes what was decided and has the runs looked at: those told to end or woken, and the new ones. Answers whether anything moved. */
export async function writeDecided(
  deps: MatcherDeps,
  tx: Transaction,
  workspaceId: WorkspaceId,
  decided: Decided,
): Promise<boolean> {
  await markExited(deps, tx, workspaceId, decided);
  const started = await startRuns(deps, tx, workspaceId, decided);
  const isThere = ({ id }: SeenRun): boolean => !decided.started.some(({ run }) => run.id === id) || started.has(id);
  const exits = decided.exits.filter(({ run }) => isThere(run));
  await writeExits(deps, tx, workspaceId, exits);
  await writeConversions(
    tx,
    workspaceId,
    decided.conversions.filter(({ run }) => isThere(run)),
  );
  await writeWakes(deps, tx, workspaceId, decided);
  const fresh = decided.started
    .filter(({ run, isPaused }) => started.has(run.id) && !isPaused)
    .map(({ run }) => keyOf(run));
  const touched = [
    ...exits.map(({ run }) => keyOf(run)),
    ...decided.wakes.map(({ wait }) => ({ profileId: wait.profileId, runId: wait.runId })),
  ];
  if (fresh.length > 0) await formConvoys(tx, deps.clock, workspaceId, fresh);
  await wakeRuns(tx, deps.clock, workspaceId, notAmong(touched, started));
  return fresh.length + touched.length > 0;
}

function keyOf({ profileId, id }: SeenRun): RunKey {
  return { profileId, runId: id };
}

function notAmong(touched: readonly RunKey[], started: ReadonlySet<RunId>): readonly RunKey[] {
  return [...new Map(touched.filter(({ runId }) => !started.has(runId)).map((key) => [key.runId, key])).values()];
}

/** Frees the place of runs that are over, so that the same event may start the next. `drive` still ends them. */
async function markExited(
  { clock }: MatcherDeps,
  tx: Transaction,
  workspaceId: WorkspaceId,
  { exits }: Decided,
): Promise<void> {
  if (exits.length === 0) return;
  await tx.execute(sql`
    update runs set exited_at = ${clock.sql} from ${records(
      'given',
      exits.map(({ run }) => keyOf(run)),
      { profileId: 'uuid', runId: 'uuid' },
    )}
    where runs.workspace_id = ${workspaceId} and runs.profile_id = given.profile_id and runs.id = given.run_id and runs.exited_at is null and runs.ended_at is null`);
}

async function writeExits(
  { clock }: MatcherDeps,
  tx: Transaction,
  workspaceId: WorkspaceId,
  exits: Decided['exits'],
): Promise<void> {
  if (exits.length === 0) return;
  const rows = exits.map(({ run, kind, eventId, reason }) => ({ ...keyOf(run), kind, eventId, reason }));
  await tx.execute(sql`
    insert into run_exits (workspace_id, profile_id, run_id, kind, event_id, reason, at)
    select ${workspaceId}, profile_id, run_id, kind, event_id, reason, ${clock.sql}
    from ${records('given', rows, { profileId: 'uuid', runId: 'uuid', kind: 'text', eventId: 'uuid', reason: 'jsonb' })}
    on conflict do nothing`);
}

async function writeWakes(
  { clock }: MatcherDeps,
  tx: Transaction,
  workspaceId: WorkspaceId,
  { wakes }: Decided,
): Promise<void> {
  if (wakes.length === 0) return;
  const rows = wakes.map(({ profileId, wait, kind, event }) => ({
    profileId,
    waitId: wait.id,
    runId: wait.runId,
    kind,
    eventId: event?.id,
    event: event && { name: event.name, properties: event.properties, at: event.at },
  }));
  await tx.execute(sql`
    insert into wakes (workspace_id, profile_id, wait_id, run_id, kind, event_id, event, at)
    select ${workspaceId}, profile_id, wait_id, run_id, kind, event_id, event, ${clock.sql}
    from ${records('given', rows, { profileId: 'uuid', waitId: 'uuid', runId: 'uuid', kind: 'text', eventId: 'uuid', event: 'jsonb' })}
    on conflict (workspace_id, profile_id, wait_id) do update
    set kind = excluded.kind, event_id = excluded.event_id, event = excluded.event, at = excluded.at where wakes.kind = 'changed'`);
}

/** Gone when matched: what is in the queue is what is still to be done. */
export async function leaveQueue(tx: Transaction, events: readonly Queued[]): Promise<void> {
  await tx.execute(
    sql`delete from event_queue where seq in (select seq from ${records(
      'given',
      events.map(({ seq }) => ({ seq })),
      { seq: 'bigint' },
    )})`,
  );
}
