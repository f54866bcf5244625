import { grouped, type Plan, type Resumption, type RunState, type Walked, type WalkRun, walk } from '@wend/engine';
import { apart, causeOf } from '../database/index.ts';
import type { Run } from '../tables/index.ts';
import { behind, type DecidedAsOf } from './behind.ts';
import type { Batch, Claimed } from './claim.ts';
import type { DriveDeps } from './deps.ts';
import { LiveWorld } from './facts/live-world.ts';
import { ownChanges } from './own-changes.ts';
import { plansOf } from './plans.ts';
import type { Trip } from './trip.ts';

export interface Walking {
  readonly claimed: Claimed;
  readonly resume: Resumption | undefined;
}
/** A run after its walk, beside the rows it came from. */
export interface Moved {
  readonly claimed: Claimed;
  readonly resume: Resumption | undefined;
  readonly walked: Walked;
}
export interface WalkedBatch {
  readonly moved: readonly Moved[];
  /** Looked at events that the matcher has not passed, or at a profile that has yet to learn what they changed: they try again. */
  readonly held: readonly Claimed[];
}

/** Walks runs of any versions, each version as one set. */
export async function walkBatch(
  deps: DriveDeps,
  trip: Trip,
  batch: Batch,
  walking: readonly Walking[],
): Promise<WalkedBatch> {
  const versions = grouped(walking, ({ claimed }) => claimed.run.journeyVersionId);
  const plans = await plansOf(deps.db, deps.compile, trip.workspaceId, [...versions.keys()]);
  const results: WalkedBatch[] = [];
  for (const [versionId, group] of versions) {
    const plan = plans.get(versionId) ?? new Error(`Version ${versionId} is not there`);
    results.push(
      plan instanceof Error
        ? { moved: group.map((one) => failed(one, plan.message)), held: [] }
        : await walkVersion(deps, trip, batch, plan, group),
    );
  }
  return joined(results);
}

/** A statement that is refused for one run's data must not stop the others. */
async function walkVersion(
  deps: DriveDeps,
  trip: Trip,
  batch: Batch,
  plan: Plan,
  group: readonly Walking[],
): Promise<WalkedBatch> {
  return joined(
    await apart<Walking, WalkedBatch>(
      group,
      (some) => walkTogether(deps, trip, batch, plan, some),
      (one, error) => ({ moved: [failed(one, causeOf(error))], held: [] }),
    ),
  );
}

function joined(results: readonly WalkedBatch[]): WalkedBatch {
  return { moved: results.flatMap(({ moved }) => moved), held: results.flatMap(({ held }) => held) };
}

async function walkTogether(
  deps: DriveDeps,
  { workspaceId }: Trip,
  batch: Batch,
  plan: Plan,
  group: readonly Walking[],
): Promise<WalkedBatch> {
  const held = await behind(deps.db, workspaceId, batch.watermarks, group.flatMap(decidedAsOf));
  const untold = await ownChanges(
    deps.db,
    workspaceId,
    batch.watermarks,
    group.map(({ claimed: { run } }) => run),
  );
  const world = new LiveWorld(
    { db: deps.db, judge: deps.judge, workspaceId, document: plan.document, now: batch.now },
    held,
    new Set(untold.keys()),
  );
  const walked = await walk(plan, group.map(travellerOf), world);
  const moved = group.flatMap((one, index) => {
    const result = walked[index];
    return result ? [{ ...one, walked: result }] : [];
  });
  return {
    moved: moved.filter(({ walked: { run } }) => !world.held.has(run.id)),
    held: moved.filter(({ walked: { run } }) => world.held.has(run.id)).map(({ claimed }) => claimed),
  };
}

/** What woke or settled a run counts, not the end of the wait it was in: a stream that never ceases would hold it for ever. */
function decidedAsOf({ claimed: { run, wake, message } }: Walking): readonly DecidedAsOf[] {
  const asOf = wake?.at ?? message?.settledAt ?? run.dueAt;
  return asOf === null ? [] : [{ id: run.id, profileId: run.profileId, asOf }];
}

/** The message that brings it on counts as its last one already, for what this very walk decides. */
function travellerOf({ claimed: { run, message }, resume }: Walking): WalkRun {
  const state = stateOf(run);
  return { ...state, lastSendAt: message?.sendingAt ?? state.lastSendAt, resume };
}

export function stateOf(run: Run): RunState {
  return {
    id: run.id,
    journeyId: run.journeyId,
    profileId: run.profileId,
    entryKey: run.entryKey,
    enteredAt: run.enteredAt,
    entry: run.entry,
    step: run.step,
    visit: run.visit,
    arrivedAt: run.arrivedAt,
    variables: run.variables,
    visits: run.visits,
    holdout: run.holdout,
    lastSendAt: run.lastSendAt ?? undefined,
  };
}

function failed({ claimed, resume }: Walking, error: string): Moved {
  return {
    claimed,
    resume,
    walked: { run: stateOf(claimed.run), rest: { kind: 'failed', error }, visits: [], effects: [], assignments: [] },
  };
}
