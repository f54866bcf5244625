import type { ConvoyInput, ConvoyRest } from '@wend/workflows';
import { faultOf } from '../database/index.ts';
import { beginDrive } from './begin.ts';
import { type Batch, type Claimed, claimDue } from './claim.ts';
import { commitWalked, leaving } from './commit-walked.ts';
import type { DriveDeps } from './deps.ts';
import { endedBy } from './end-exited.ts';
import { handBack, holdOn, letGo } from './hand-back.ts';
import { leave, takeBack } from './leave.ts';
import { lookForMissedEvents } from './look-for-missed.ts';
import { type Next, nextFor } from './next-for.ts';
import { restOf } from './rest.ts';
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
      holding = await moveBatch(deps, trip, batch);
      trip.progress();
      return true;
    };
    while (!trip.isOver() && (await move()));
    // A slice does not end between a message and its sending: on a busy machine each would take another way through Temporal.
    if (holding > 0 && trip.isOver() && !signal.aborted) await move();
    if (holding > 0 || trip.hasStrays) await handBack(deps, trip);
  } catch (error) {
    // A database that is away or full is no fault of the runs that were in hand.
    await (faultOf(error) === 'data' ? letGo : handBack)(deps, trip).catch(() => {});
    trip.spans?.end(true);
    throw error;
  }
  trip.spans?.end(false);
  await leave(deps, trip);
  return restOf(deps, trip);
}

/** Answers how many stay in our hands at most: their message is to be sent, or has been. */
async function moveBatch(deps: DriveDeps, trip: Trip, batch: Batch): Promise<number> {
  const { now, claimed } = batch;
  const next = claimed.map((one) => ({ claimed: one, next: nextFor(one, now) }));
  const ending = next.flatMap(({ claimed: one, next: { kind } }) => (kind === 'end' ? [endedBy(one)] : []));
  const walking = next.flatMap(({ claimed: one, next: step }) =>
    step.kind === 'walk' ? [{ claimed: one, resume: step.resume }] : [],
  );
  const { moved, held } = await walkBatch(deps, trip, batch, walking);
  const committed = await commitWalked(deps, trip, [...ending, ...moved], now);
  await lookForMissedEvents(deps, trip, committed, now);
  await takeBack(
    deps,
    trip,
    leaving(deps, committed, now).map(({ claimed: { run } }) => run),
  );
  await holdOn(deps, trip, held);
  const sent = await sendAll(deps, trip, batch, next);
  const planned = committed.filter(({ walked: { rest } }) => rest.kind === 'send').length;
  return sent + Math.min(planned, deps.settings.hold);
}

/** First tries and those whose answer was lost; answers how many. Whoever is not settled by then is given back until it may be. */
async function sendAll(
  deps: DriveDeps,
  trip: Trip,
  batch: Batch,
  next: readonly { readonly claimed: Claimed; readonly next: Next }[],
): Promise<number> {
  const of = (kind: 'send' | 'resolve') =>
    next.flatMap(({ claimed: { run }, next: step }) => (step.kind === kind ? [{ run, message: step.message }] : []));
  const [planned, lost] = [of('send'), of('resolve')];
  const isAnswered = await sendPlanned(deps, trip, batch, planned);
  await resolveSends(deps, trip, lost);
  if (!isAnswered || lost.length > 0) await settleSends(deps, trip);
  return planned.length + lost.length;
}
