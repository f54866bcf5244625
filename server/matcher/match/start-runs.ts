import type { ProfileId, RunId, WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { records, type Transaction, together } from '../../database/index.ts';
import { seatsFor } from '../../trips/seats.ts';
import type { MatcherDeps } from '../contract.ts';
import { HELD_OUT } from './decide.ts';
import type { Decided, Started } from './decided.ts';

/**
 * New runs at their entry, due now, seated where their journey is not paused, with the records that re-entry and holdout go by. Answers
 * those that are there. Seated as they are written: a seat given afterwards would be another version of each row.
 */
export async function startRuns(
  deps: Pick<MatcherDeps, 'clock'>,
  tx: Transaction,
  workspaceId: WorkspaceId,
  decided: Pick<Decided, 'started'>,
): Promise<ReadonlySet<RunId>> {
  if (decided.started.length === 0) return new Set();
  const inserted = await insertRuns(deps, tx, workspaceId, decided);
  const started = decided.started.filter(({ run }) => inserted.has(run.id));
  await together(recordEntries(tx, workspaceId, started), recordArms(tx, workspaceId, started));
  return inserted;
}

async function insertRuns(
  { clock }: Pick<MatcherDeps, 'clock'>,
  tx: Transaction,
  workspaceId: WorkspaceId,
  decided: Pick<Decided, 'started'>,
): Promise<ReadonlySet<RunId>> {
  const seats = await seatsFor(tx, clock, workspaceId, decided.started.filter(({ isPaused }) => !isPaused).length);
  const free = seats.values();
  const rows = decided.started.map(({ run, event, arm, isPaused }) => ({
    convoyId: isPaused ? undefined : free.next().value,
    profileId: run.profileId,
    id: run.id,
    journeyId: run.journeyId,
    versionId: run.versionId,
    entryKey: run.entryKey,
    entryEventId: event.id,
    enteredAt: run.enteredAt,
    entry: { name: event.name, properties: event.properties, at: event.at },
    holdout: arm === HELD_OUT,
    isOver: !run.isLive,
  }));
  const inserted = await tx.execute<{ id: RunId }>(sql`
    insert into runs (workspace_id, profile_id, id, journey_id, journey_version_id, entry_key, arrived_at, entry, entry_event_id, holdout, entered_at, due_at, exited_at, created_at, convoy_id)
    select ${workspaceId}, profile_id, id, journey_id, version_id, entry_key, ${clock.sql}, entry, entry_event_id, holdout, entered_at, ${clock.sql},
      case when is_over then ${clock.sql} end, ${clock.sql}, convoy_id
    from ${records('given', rows, {
      profileId: 'uuid',
      id: 'uuid',
      journeyId: 'uuid',
      versionId: 'uuid',
      entryKey: 'text',
      entryEventId: 'uuid',
      enteredAt: 'instant',
      entry: 'jsonb',
      holdout: 'boolean',
      isOver: 'boolean',
      convoyId: 'uuid',
    })}
    on conflict do nothing returning id`);
  return new Set(inserted.map(({ id }) => id));
}

async function recordEntries(tx: Transaction, workspaceId: WorkspaceId, started: readonly Started[]): Promise<void> {
  const sums = new Map<
    string,
    {
      readonly profileId: ProfileId;
      readonly journeyId: string;
      readonly entryKey: string;
      lastEnteredAt: number;
      entries: number;
    }
  >();
  for (const {
    run: { profileId, journeyId, entryKey, enteredAt },
  } of started) {
    const key = [profileId, journeyId, entryKey].join(' ');
    const sum = sums.get(key) ?? { profileId, journeyId, entryKey, lastEnteredAt: enteredAt, entries: 0 };
    sums.set(key, { ...sum, lastEnteredAt: Math.max(sum.lastEnteredAt, enteredAt), entries: sum.entries + 1 });
  }
  await tx.execute(sql`
    insert into entry_records (workspace_id, profile_id, journey_id, entry_key, last_entered_at, entries)
    select ${workspaceId}, profile_id, journey_id, entry_key, last_entered_at, entries
    from ${records('given', [...sums.values()], { profileId: 'uuid', journeyId: 'uuid', entryKey: 'text', lastEnteredAt: 'instant', entries: 'integer' })}
    on conflict (workspace_id, profile_id, journey_id, entry_key) do update
    set last_entered_at = greatest(excluded.last_entered_at, entry_records.last_entered_at), entries = entry_records.entries + excluded.entries`);
}

/** The first arm stays. */
async function recordArms(tx: Transaction, workspaceId: WorkspaceId, started: readonly Started[]): Promise<void> {
  const rows = started.flatMap(({ run, arm }) =>
    arm === undefined
      ? []
      : [{ profileId: run.profileId, journeyId: run.journeyId, arm, runId: run.id, at: run.enteredAt }],
  );
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into assignments (workspace_id, profile_id, journey_id, step, arm, run_id, at)
    select ${workspaceId}, profile_id, journey_id, 'entry', arm, run_id, at
    from ${records('given', rows, { profileId: 'uuid', journeyId: 'uuid', arm: 'text', runId: 'uuid', at: 'instant' })}
    on conflict do nothing`);
}
