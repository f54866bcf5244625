import { Analytics } from '@segment/analytics-node';
import type { Instant } from '@wend/engine';
import type { Intake } from './history.ts';
import { orderEvent } from './shop-events.ts';
import type { DemoTimeline } from './timeline.ts';

/** A day of the shop passes in a minute. */
export const DAY_LASTS_MS = 60_000;

export interface Pace {
  readonly now: () => Instant;
  /** Resolves after `ms`, or at once when the replay is to stop. */
  readonly pause: (ms: number) => Promise<void>;
  readonly stopped: () => boolean;
}

/**
 * Sends the held-back six weeks through the public intake with Segment's own client, again and again with new ids.
 * Where it stands follows from the time since `since`, so a restart goes on where it would have been.
 */
export async function replay(intake: Intake, timeline: DemoTimeline, since: Instant, pace: Pace): Promise<void> {
  const client = new Analytics({
    writeKey: intake.writeKey,
    host: intake.url,
    path: '/v1/batch',
    flushAt: 20,
    flushInterval: 500,
  });
  client.on('error', () => {
    // The client has tried again by itself; the product may be restarting, and the shop goes on.
  });
  for (let day = dayAt(since, pace.now()); !pace.stopped(); day += 1)
    await replayDay(client, timeline, since, day, pace);
  await client.closeAndFlush({ timeout: 3_000 });
}

const dayAt = (since: Instant, now: Instant): number => Math.floor((now - since) / DAY_LASTS_MS);

async function replayDay(
  client: Analytics,
  { days }: DemoTimeline,
  since: Instant,
  day: number,
  pace: Pace,
): Promise<void> {
  const round = String(Math.floor(day / days.length) + 1);
  for (const { order, offset } of days[day % days.length] ?? []) {
    const at = since + (day + offset) * DAY_LASTS_MS;
    if (at < pace.now() - 1_000) continue;
    await pace.pause(Math.max(0, at - pace.now()));
    if (pace.stopped()) return;
    const { type: _type, event, properties, userId, messageId } = orderEvent(order, at, round);
    client.track({ event: event ?? '', properties, userId, messageId });
  }
  await pace.pause(Math.max(0, since + (day + 1) * DAY_LASTS_MS - pace.now()));
}
