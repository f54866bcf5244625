import type { RunId, WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { records, type Transaction } from '../../database/index.ts';
import type { RunKey } from '../../trips/contract.ts';
import { exitRuns } from '../../trips/exit-runs.ts';
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
  const starting = new Set(decided.started.map(({ run }) => run.id));
  const isNew = ({ id }: SeenRun): boolean => starting.has(id);
  // Exits first: they free the places that the same events may fill again.
  await writeExits(
    deps,
    tx,
    workspaceId,
    decided.exits.filter(({ run }) => !isNew(run)),
  );
  const started = await startRuns(deps, tx, workspaceId, decided);
  const isThere = (run: SeenRun): boolean => !isNew(run) || started.has(run.id);
  await writeExits(
    deps,
    tx,
    workspaceId,
    decided.exits.filter(({ run }) => started.has(run.id)),
  );
  await writeConversions(
    tx,
    workspaceId,
    decided.conversions.filter(({ run }) => isThere(run)),
  );
  await writeWakes(deps, tx, workspaceId, decided);
  const touched = [
    ...decided.exits.map(({ run }) => keyOf(run)),
    ...decided.wakes.map(({ wait }) => ({ profileId: wait.profileId, runId: wait.runId })),
  ];
  await wakeRuns(tx, deps.clock, workspaceId, notAmong(touched, started));
  return started.size + touched.length > 0;
}

function keyOf({ profileId, id }: SeenRun): RunKey {
  return { profileId, runId: id };
}

function notAmong(touched: readonly RunKey[], started: ReadonlySet<RunId>): readonly RunKey[] {
  return [...new Map(touched.filter(({ runId }) => !started.has(runId)).map((key) => [key.runId, key])).values()];
}

async function writeExits(
  { clock }: MatcherDeps,
  tx: Transaction,
  workspaceId: WorkspaceId,
  exits: Decided['exits'],
): Promise<void> {
  if (exits.length === 0) return;
  const rows = exits.map(({ run, kind, eventId, reason }) => ({ ...keyOf(run), kind, eventId, reason }));
  const columns = { profileId: 'uuid', runId: 'uuid', kind: 'text', eventId: 'uuid', reason: 'jsonb' } as const;
  await exitRuns(
    tx,
    clock,
    workspaceId,
    sql`select profile_id, run_id, kind, event_id, reason from ${records('given', rows, columns)}`,
  );
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
