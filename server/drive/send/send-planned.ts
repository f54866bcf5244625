import { grouped } from '@wend/engine';
import type { Present, Watermarks } from '../../trips/watermark.ts';
import type { DriveDeps } from '../deps.ts';
import type { Trip } from '../trip.ts';
import { callProviders } from './call-provider.ts';
import type { Chunk, PlannedSend } from './candidates.ts';
import type { Line } from './lines.ts';
import { passGates } from './pass-gates.ts';
import { postpone } from './postpone.ts';
import { providerOf } from './provider.ts';

/** Sends what is planned and due, chunk by chunk through the gates, one of each channel at least. What the slice or a full line leaves over is handed back. */
export async function sendPlanned(
  deps: DriveDeps,
  trip: Trip,
  { watermarks }: Present,
  planned: readonly PlannedSend[],
): Promise<void> {
  for (const [channel, group] of grouped(planned, ({ message }) => message.channel))
    await sendChannel(deps, trip, watermarks, channel, group);
}

async function sendChannel(
  deps: DriveDeps,
  trip: Trip,
  watermarks: Watermarks,
  channel: string,
  group: readonly PlannedSend[],
): Promise<void> {
  const provider = await providerOf(deps.db, trip.workspaceId, channel);
  // Where there is none, the gates say so.
  const line = provider && deps.lines.to(provider.id);
  let left = group;
  do {
    const most = Math.min(deps.settings.chunk, left.length);
    const size = line ? line.reserve(most) : most;
    if (size === 0) return postpone(deps, trip, left);
    await sendChunk(deps, trip, { planned: left.slice(0, size), provider, watermarks }, line);
    left = left.slice(size);
  } while (left.length > 0 && !trip.isOver());
}

/** In slots that are kept for it; those that the gates leave over are given back. */
async function sendChunk(deps: DriveDeps, trip: Trip, chunk: Chunk, line: Line | undefined): Promise<void> {
  let kept = chunk.planned.length;
  try {
    const sending = await passGates(deps, trip, chunk);
    if (!line || sending.length === 0) return;
    kept -= sending.length;
    await callProviders(deps, trip, sending, () => line);
  } finally {
    line?.release(kept);
  }
}
