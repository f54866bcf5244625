import { grouped } from '@wend/engine';
import type { DriveDeps } from '../deps.ts';
import type { Trip } from '../trip.ts';
import { callProviders } from './call-provider.ts';
import type { PlannedSend } from './candidates.ts';
import { freeOn } from './free-on.ts';
import { passGates } from './pass-gates.ts';
import { postpone } from './postpone.ts';

/** Sends what is planned and due, chunk by chunk through the gates. What the slice or a full line leaves over is handed back. */
export async function sendPlanned(deps: DriveDeps, trip: Trip, planned: readonly PlannedSend[]): Promise<void> {
  for (const [channel, group] of grouped(planned, ({ message }) => message.channel))
    await sendChannel(deps, trip, channel, group);
}

async function sendChannel(deps: DriveDeps, trip: Trip, channel: string, group: readonly PlannedSend[]): Promise<void> {
  let left = group;
  while (left.length > 0 && !trip.isOver()) {
    const size = Math.min(deps.settings.chunk, await freeOn(deps, trip, channel));
    if (size === 0) return postpone(deps, trip, left);
    const chunk = left.slice(0, size);
    const leaseEndsMs = deps.clock.monotonicMs() + leaseLeft(chunk, await deps.clock.now(deps.db));
    const sending = await passGates(deps, trip, chunk);
    await callProviders(deps, trip, sending, { leaseEndsMs });
    left = left.slice(size);
  }
}

/** Of the chunk's earliest claim, taken before the clocks are compared, so that the answer is never too long. */
function leaseLeft(chunk: readonly PlannedSend[], now: number): number {
  return Math.min(...chunk.map(({ run }) => run.leaseUntil ?? now)) - now;
}
