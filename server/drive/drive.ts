import type { ConvoyInput, ConvoyRest } from '@wend/workflows';
import { faultOf } from '../database/index.ts';
import { type Present, readPresent } from '../trips/watermark.ts';
import { beginDrive } from './begin.ts';
import { type Batch, type Claimed, claimDue } from './claim.ts';
import { commitWalked, leaving } from './commit-walked.ts';
import type { DriveDeps, DriveSettings } from './deps.ts';
import { endedBy } from './end-exited.ts';
import { handBack, holdOn, letGo } from './hand-back.ts';
import { leave, takeBack } from './leave.ts';
import { lookForMissedEvents } from './look-for-missed.ts';
import { type Next, nextFor } from './next-for.ts';
import { closeIfEmpty, restOf } from './rest.ts';
import type { PlannedSend } from './send/candidates.ts';
import { resolveSends } from './send/resolve-sends.ts';
import { sendPlanned } from './send/send-planned.ts';
import { settleSends } from './send/settle-sends.ts';
import { setOut, type Trip } from './trip.ts';
import { walkBatch } from './walk-batch.ts';

/** Moves what is due in this convoy. One batch after another, each a pipe of small parts from batch to batch. */
export async function drive(
  deps: DriveDeps,
  input: ConvoyInput,
  signal: AbortSignal = new AbortController().signal,
  progress: () => void = () => {},
): Promise<ConvoyRest> {
  if (!(await beginDrive(deps, input))) return { kind: 'done', calls: [] };
  const trip = setOut(deps, input, signal, progress);
  try {
    let holding = 0;
    const move = async (): Promise<boolean> => {
      const batch = await claimDue(deps, trip, holding);
      if (!batch) return false;
      await trip.spans?.begin(deps.db, batch.claimed, batch.now);
      await deps.at?.('claimed');
      const moved = await moveBatch(deps, trip, batch);
      trip.progress();
      holding = moved.holding;
      // Where that were all of them, the look before the rest says whether there is more by now.
      return holding > 0 || moved.tookBack > 0 || !isAllThereWas(batch, deps.settings);
    };
    while (!trip.isOver() && (await move()));
    if (holding > 0 || trip.hasStrays) await handBack(deps, trip);
  } catch (error) {
    // A database that is away or full is no fault of the runs that were in hand.
    await (faultOf(error) === 'data' ? letGo : handBack)(deps, trip).catch(() => {});
    trip.spans?.end(true);
    throw error;
  }
  trip.spans?.end(false);
  // Most convoys of few are over by now: nobody has to leave those.
  if (await closeIfEmpty(deps, trip)) return { kind: 'done', calls: [] };
  await leave(deps, trip);
  return restOf(deps, trip);
}

/** Fewer than are claimed at a time, of any kind. */
function isAllThereWas({ claimed }: Batch, { batch, hold }: DriveSettings): boolean {
  return claimed.length < Math.min(batch, hold);
}

interface MovedBatch {
  /** So many stay in our hands at most: their message has been sent. */
  readonly holding: number;
  /** Had left and were woken in the same moment. */
  readonly tookBack: number;
}

async function moveBatch(deps: DriveDeps, trip: Trip, batch: Batch): Promise<MovedBatch> {
  const { now, claimed } = batch;
  const next = claimed.map((one) => ({ claimed: one, next: nextFor(one, now) }));
  const ending = next.flatMap(({ claimed: one, next: { kind } }) => (kind === 'end' ? [endedBy(one)] : []));
  const walking = next.flatMap(({ claimed: one, next: step }) =>
    step.kind === 'walk' ? [{ claimed: one, resume: step.resume }] : [],
  );
  const { moved, held } = await walkBatch(deps, trip, batch, walking);
  const committed = await commitWalked(deps, trip, [...ending, ...moved], now);
  await lookForMissedEvents(deps, trip, committed, now);
  const tookBack = await takeBack(
    deps,
    trip,
    leaving(deps, committed, now).map(({ claimed: { run } }) => run),
  );
  await holdOn(deps, trip, held);
  const planned = committed.flatMap((one) => one.planned ?? []);
  // What steps have just said of their people is to be seen by what is sent now.
  const present = committed.some(({ walked: { effects } }) => effects.length > 0)
    ? await readPresent(deps.db, deps.clock, trip.workspaceId)
    : batch;
  return { holding: await sendAll(deps, trip, present, next, planned), tookBack };
}

/** First tries and those whose answer was lost; answers how many. Whoever is not settled by then is given back until it may be. */
async function sendAll(
  deps: DriveDeps,
  trip: Trip,
  present: Present,
  next: readonly { readonly claimed: Claimed; readonly next: Next }[],
  fresh: readonly PlannedSend[],
): Promise<number> {
  const of = (kind: 'send' | 'resolve') =>
    next.flatMap(({ claimed: { run }, next: step }) => (step.kind === kind ? [{ run, message: step.message }] : []));
  const [planned, lost] = [[...of('send'), ...fresh], of('resolve')];
  const isAnswered = await sendPlanned(deps, trip, present, planned);
  await resolveSends(deps, trip, lost);
  if (!isAnswered || lost.length > 0) await settleSends(deps, trip);
  return planned.length + lost.length;
}
