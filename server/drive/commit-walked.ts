import { grouped, type Instant } from '@wend/engine';
import { apart, causeOf, faultOf, type Transaction, together } from '../database/index.ts';
import type { Run } from '../tables/index.ts';
import { askClock } from '../trips/ask-clock.ts';
import type { DriveDeps } from './deps.ts';
import { conversionsOf, dropMessages } from './end-exited.ts';
import { count, countsOf } from './record/count.ts';
import { isLongWait, moveRuns } from './record/move-runs.ts';
import { holdAssigned, recordAssignments } from './record/record-assignments.ts';
import { recordCalls } from './record/record-calls.ts';
import { recordEffects } from './record/record-effects.ts';
import { type Failure, recordFailures } from './record/record-failures.ts';
import { recordMessages } from './record/record-messages.ts';
import { recordVisits } from './record/record-visits.ts';
import { recordWaits } from './record/record-waits.ts';
import type { PlannedSend } from './send/candidates.ts';
import type { Trip } from './trip.ts';
import type { Moved } from './walk-batch.ts';

/** A run after its commit, with the message that is to leave next, where it stays in our hands for that. */
export interface Committed extends Moved {
  readonly planned: PlannedSend | undefined;
}

/** Commits what was decided, of runs that are still ours; answers those. A run whose data is refused fails alone. */
export async function commitWalked(
  deps: DriveDeps,
  trip: Trip,
  moved: readonly Moved[],
  now: Instant,
): Promise<readonly Committed[]> {
  const walked = moved.filter(({ walked: { rest } }) => rest.kind !== 'failed');
  const failures = moved.flatMap((one) =>
    one.walked.rest.kind === 'failed' ? [failureOf(one, one.walked.rest.error)] : [],
  );
  await deps.at?.('before-commit');
  const committed = walked.length === 0 ? [] : await commitAll(deps, trip, walked, now, failures);
  const parked = await recordFailures(deps.db, trip, failures, now);
  const { workspaceId, convoyId } = trip;
  for (const { runId } of failures) deps.onFailure?.({ workspaceId, convoyId, runId, isParked: parked.has(runId) });
  for (const [kind, some] of grouped(committed, ({ walked: { rest } }) => rest.kind))
    deps.counts?.moved(kind, some.length);
  if (failures.length > 0) deps.counts?.moved('failed', failures.length);
  await deps.at?.('committed');
  if (leaving(deps, committed, now).length > 0) deps.trips.look();
  if (committed.some(({ walked: { effects } }) => effects.length > 0)) deps.hint?.();
  return committed;
}

/** Those who go to wait for long: they leave the convoy, and the clock is asked for. */
export function leaving(
  { settings }: Pick<DriveDeps, 'settings'>,
  moved: readonly Moved[],
  now: Instant,
): readonly Moved[] {
  return moved.filter(({ walked: { rest } }) => rest.kind === 'wait' && isLongWait(rest.wait, now, settings));
}

/** Savepoints are for the rare data that Postgres refuses: only once it has are they set. */
async function commitAll(
  deps: DriveDeps,
  trip: Trip,
  moved: readonly Moved[],
  now: Instant,
  failures: Failure[],
): Promise<readonly Committed[]> {
  try {
    return await deps.db.transaction((tx) => write(deps, tx, trip, moved, now));
  } catch (error) {
    if (faultOf(error) !== 'data') throw error;
    return deps.db.transaction((tx) => commitTogether(deps, tx, trip, moved, now, failures));
  }
}

/** All at once inside a savepoint; where Postgres refuses the data, the run that carries it is left out. */
async function commitTogether(
  deps: DriveDeps,
  tx: Transaction,
  trip: Trip,
  moved: readonly Moved[],
  now: Instant,
  failures: Failure[],
): Promise<readonly Committed[]> {
  const committed = await apart<Moved, readonly Committed[]>(
    moved,
    (some) => tx.transaction((savepoint) => write(deps, savepoint, trip, some, now)),
    (one, error) => {
      failures.push(failureOf(one, causeOf(error)));
      return [];
    },
  );
  return committed.flat();
}

async function write(
  deps: DriveDeps,
  tx: Transaction,
  trip: Trip,
  moved: readonly Moved[],
  now: Instant,
): Promise<readonly Committed[]> {
  await holdAssigned(tx, trip, moved);
  const ours = await moveRuns(tx, trip, moved, now, deps.settings);
  const kept = moved.filter(({ claimed }) => ours.has(claimed.run.id));
  const counted = kept.flatMap((one) => [...countsOf(one), ...conversionsOf(one)]);
  const [messages] = await together(
    recordMessages(tx, trip, kept, now),
    recordVisits(tx, trip, kept),
    recordWaits(tx, trip, kept, now),
    recordCalls(tx, trip, kept, now),
    recordAssignments(tx, trip, kept, now),
    recordEffects(tx, trip, kept, now),
    dropMessages(tx, trip, kept),
    count(tx, trip, counted),
  );
  if (leaving(deps, kept, now).length > 0) await askClock(tx, deps.clock, trip.workspaceId);
  return kept.map((one) => {
    const { id } = one.claimed.run;
    const message = ours.get(id)?.isInHand ? messages.get(id) : undefined;
    return { ...one, planned: message && { run: runAt(one, now), message } };
  });
}

/** As its row is read now. */
function runAt({ claimed: { run, message }, walked: { run: state } }: Moved, now: Instant): Run {
  const { step, visit, arrivedAt, visits, variables, holdout } = state;
  const lastSendAt = message?.sendingAt ?? state.lastSendAt ?? null;
  const place = { step, visit, arrivedAt, visits, variables, holdout, lastSendAt };
  return { ...run, ...place, phase: 'sending', dueAt: now, claims: 0, error: null };
}

function failureOf({ claimed: { run } }: Moved, error: string): Failure {
  return { runId: run.id, profileId: run.profileId, error };
}
