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

/** Sends what is planned and due, chunk by chunk through the gates, one of each channel at least. What the slice or a full line leaves over is handed back. Answers whether each call was answered for good. */
export async function sendPlanned(
  deps: DriveDeps,
  trip: Trip,
  { watermarks }: Present,
  planned: readonly PlannedSend[],
): Promise<boolean> {
  let isAnswered = true;
  for (const [channel, group] of grouped(planned, ({ message }) => message.channel))
    isAnswered = (await sendChannel(deps, trip, watermarks, channel, group)) && isAnswered;
  return isAnswered;
}

async function sendChannel(
  deps: DriveDeps,
  trip: Trip,
  watermarks: Watermarks,
  channel: string,
  group: readonly PlannedSend[],
): Promise<boolean> {
  const provider = await providerOf(deps.db, trip.workspaceId, channel);
  // Where there is none, the gates say so.
  const honesty = provider && deps.adapters.get(provider.adapter)?.honesty;
  const line = provider && deps.lines.to(provider.id, honesty ?? 'opaque');
  let left = group;
  let isAnswered = true;
  do {
    const most = Math.min(deps.settings.chunk, left.length);
    const size = line ? await line.reserveSoon(most, trip.patienceMs()) : most;
    if (size === 0) {
      await postpone(deps, trip, left);
      deps.counts?.held('line', 'deferred', left.length);
      return isAnswered;
    }
    const chunk = { planned: left.slice(0, size), provider, watermarks };
    isAnswered = (await sendChunk(deps, trip, chunk, line)) && isAnswered;
    trip.progress();
    left = left.slice(size);
  } while (left.length > 0 && !trip.isOver());
  return isAnswered;
}

/** In slots that are kept for it; those that the gates leave over are given back. */
async function sendChunk(deps: DriveDeps, trip: Trip, chunk: Chunk, line: Line | undefined): Promise<boolean> {
  let kept = chunk.planned.length;
  try {
    const sending = await passGates(deps, trip, chunk);
    if (!line || sending.length === 0) return true;
    kept -= sending.length;
    return await callProviders(deps, trip, sending, () => line);
  } finally {
    line?.release(kept);
  }
}
