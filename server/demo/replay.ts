import { Analytics } from '@segment/analytics-node';
import type { Instant } from '@wend/engine';
import type { Intake } from './history.ts';
import { DAY_LASTS_MS, shopDay } from './shop-day.ts';
import type { DemoTimeline } from './timeline.ts';

export interface Pace {
  readonly now: () => Instant;
  /** Resolves after `ms`, or at once when the replay is to stop. */
  readonly pause: (ms: number) => Promise<void>;
  readonly stopped: () => boolean;
}

/**
 * Sends the held-back six weeks through the public intake with Segment's own client, again and again, each time with new people.
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
  timeline: DemoTimeline,
  since: Instant,
  day: number,
  pace: Pace,
): Promise<void> {
  const { people, orders } = shopDay(timeline, since, day);
  for (const { userId, traits = {}, context = {}, messageId } of people)
    client.identify({ userId, traits, context, messageId });
  for (const { at, event } of orders) {
    if (at < pace.now() - 1_000) continue;
    await pace.pause(Math.max(0, at - pace.now()));
    if (pace.stopped()) return;
    const { event: name = '', properties, userId, messageId } = event;
    client.track({ event: name, properties, userId, messageId });
  }
  await pace.pause(Math.max(0, since + (day + 1) * DAY_LASTS_MS - pace.now()));
}
