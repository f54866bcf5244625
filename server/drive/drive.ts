import type { ConvoyInput, ConvoyRest } from '@wend/workflows';
import { beginDrive } from './begin.ts';
import { type Batch, claimDue } from './claim.ts';
import { commitWalked } from './commit-walked.ts';
import type { DriveDeps } from './deps.ts';
import { endedBy } from './end-exited.ts';
import { handBack, holdOn, letGo } from './hand-back.ts';
import { leave, takeBack } from './leave.ts';
import { lookForMissedEvents } from './look-for-missed.ts';
import { nextFor } from './next-for.ts';
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
  const trip = setOut(deps, input, signal);
  try {
    while (!trip.isOver()) {
      const batch = await claimDue(deps, trip);
      if (batch.claimed.length === 0) break;
      await deps.at?.('claimed');
      await moveBatch(deps, trip, batch);
      await settleSends(deps, trip);
      progress();
    }
  } catch (error) {
    await letGo(deps, trip).catch(() => {});
    throw error;
  }
  await handBack(deps, trip);
  await leave(deps, trip);
  return restOf(deps, trip);
}

async function moveBatch(deps: DriveDeps, trip: Trip, { now, watermarks, claimed }: Batch): Promise<void> {
  const next = claimed.map((one) => ({ claimed: one, next: nextFor(one, now) }));
  const ending = next.flatMap(({ claimed: one, next: { kind } }) => (kind === 'end' ? [endedBy(one)] : []));
  const walking = next.flatMap(({ claimed: one, next: step }) =>
    step.kind === 'walk' ? [{ claimed: one, resume: step.resume }] : [],
  );
  const { moved, held } = await walkBatch(deps, trip, { now, watermarks, claimed }, walking);
  const committed = await commitWalked(deps, trip, [...ending, ...moved], now);
  await lookForMissedEvents(deps, trip, committed, now);
  await takeBack(
    deps,
    trip,
    committed.flatMap(({ claimed: { run }, walked: { rest } }) => (rest.kind === 'wait' ? [run] : [])),
  );
  await holdOn(deps, trip, held);
  await sendPlanned(
    deps,
    trip,
    next.flatMap(({ claimed: { run }, next: step }) => (step.kind === 'send' ? [{ run, message: step.message }] : [])),
  );
  await resolveSends(
    deps,
    trip,
    next.flatMap(({ claimed: { run }, next: step }) =>
      step.kind === 'resolve' ? [{ run, message: step.message }] : [],
    ),
  );
}
