import type { Instant, ProfileId, RunId, WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { type Database, epochMs, timestamp } from '../database/index.ts';
import type { Present, Watermarks } from '../trips/watermark.ts';
import type { DriveDeps } from './deps.ts';
import { presentPeople } from './facts/present-person.ts';
import type { Trip } from './trip.ts';

/** A run with the instant as of which it is decided: what was received by then must be matched first. */
export interface DecidedAsOf {
  readonly id: RunId;
  readonly profileId: ProfileId;
  readonly asOf: Instant;
}

/** Of these runs, those whose person the matcher has not passed (rule D6). */
export async function behind(
  db: Database,
  workspaceId: WorkspaceId,
  watermarks: Watermarks,
  runs: readonly DecidedAsOf[],
): Promise<ReadonlySet<RunId>> {
  const { oldest } = watermarks;
  const late = oldest === undefined ? [] : runs.filter(({ asOf }) => asOf >= oldest);
  if (late.length === 0) return new Set();
  const present = await presentPeople(
    db,
    workspaceId,
    late.map(({ profileId }) => profileId),
  );
  const held = late.filter(({ profileId, asOf }) => {
    const waiting = watermarks.of(present(profileId));
    return waiting !== undefined && asOf >= waiting;
  });
  return new Set(held.map(({ id }) => id));
}

/** Runs of this convoy whose wait for events has run out before the matcher has come that far: nobody claims them until it has. */
export async function heldBack(
  { db }: DriveDeps,
  { workspaceId, convoyId }: Trip,
  { now, watermarks }: Present,
): Promise<ReadonlySet<RunId>> {
  const { oldest } = watermarks;
  if (oldest === undefined || oldest > now) return new Set();
  const rows = await db.execute<{ id: RunId; profile_id: ProfileId; due_at: string }>(sql`
    select runs.id, runs.profile_id, ${epochMs(sql`runs.due_at`)} as due_at from runs
    where workspace_id = ${workspaceId} and convoy_id = ${convoyId} and ended_at is null and phase = 'waiting'
      and due_at between ${timestamp(oldest)} and ${timestamp(now)}
      and exists (select from waits w where w.workspace_id = runs.workspace_id and w.profile_id = runs.profile_id and w.run_id = runs.id
        and w.closed_at is null and (cardinality(w.event_names) > 0 or w.condition is not null))`);
  const runs = rows.map(({ id, profile_id, due_at }) => ({ id, profileId: profile_id, asOf: Number(due_at) }));
  return behind(db, workspaceId, watermarks, runs);
}
