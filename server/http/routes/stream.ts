import { createRoute, z } from '@hono/zod-openapi';
import type { Instant, JourneyId } from '@wend/engine';
import { LRUCache } from 'lru-cache';
import type { Context } from '../../access/index.ts';
import { findJourney } from '../../journeys/find-journey.ts';
import { activity } from '../../metrics/activity.ts';
import { ActivityFeed } from '../../metrics/activity-feed.ts';
import { journeyNumbers, numbers } from '../../metrics/numbers.ts';
import type { ApiDeps } from '../env.ts';
import { refuses } from '../problem.ts';
import { idParam } from '../shapes.ts';
import { eventStream, streamWhileIn } from '../stream.ts';
import { routes } from './routes.ts';

const EVERY_MS = 1_000;
/** Between two hundred of a crowd and the next. */
const MORE_EVERY_MS = 100;

const events = {
  numbers: { description: 'the live numbers, when they have changed', data: numbers },
  activity: { description: 'what happens now, each thing once; its id is the place to come back to', data: activity },
  alive: { description: 'nothing new, about every second' },
};

const stream = createRoute({
  method: 'get',
  path: '/journeys/{journeyId}/stream',
  summary: 'Live numbers and what happens now, as server-sent events',
  request: {
    params: z.object({ journeyId: idParam<JourneyId>('journeyId') }),
    headers: z.object({
      'last-event-id': z.string().optional().openapi({ description: 'To be told what was missed' }),
    }),
  },
  responses: {
    200: eventStream('Live numbers and what happens now', events),
    ...refuses({ 'not-found': 'there is no such journey' }),
  },
});

/** Feeds that were told from lately, so that who comes back within minutes is told what they missed, and nothing twice. */
const REMEMBERED = { max: 200, ttl: 5 * 60_000 };

/**
 * Live numbers at most once a second, and what happens, each thing once. `id` is the place in it: who comes back with Last-Event-ID is
 * told what they missed. Where nobody remembers them (another process, minutes later) they may be told the last minute's things again,
 * each under its own id.
 */
export function streamRoutes(deps: Pick<ApiDeps, 'onError'>) {
  const feeds = new LRUCache<string, ActivityFeed>(REMEMBERED);
  return routes().openapi(stream, async (c) => {
    const { journeyId } = c.req.valid('param');
    const context = c.get('context');
    await findJourney(context, journeyId);
    const place = placeOf(c.req.header('last-event-id'));
    return streamWhileIn(deps, c, events, async (stream, signal) => {
      const feed = await feedFrom(feeds, context, journeyId, place);
      let last = '';
      while (!signal.aborted) {
        const live = await journeyNumbers(context, journeyId);
        const { asOf: _, ...figures } = live;
        const now = JSON.stringify(figures);
        if (now !== last) await stream.tell('numbers', live);
        last = now;
        feeds.set(feed.id, feed);
        const { items, more } = await feed.look(context);
        for (const { place, activity } of items) await stream.tell('activity', activity, place);
        await stream.tell('alive', undefined);
        await stream.sleep(more ? MORE_EVERY_MS : EVERY_MS);
      }
    });
  });
}

interface Place {
  readonly feed: string;
  readonly n: number;
  readonly seenTo: Instant;
}

function placeOf(lastEventId: string | undefined): Place | undefined {
  const [, feed, n, seenTo] = /^([0-9a-f-]{36})\.(\d{1,9})\.(\d{1,14})$/.exec(lastEventId ?? '') ?? [];
  return feed === undefined ? undefined : { feed, n: Number(n), seenTo: Number(seenTo) };
}

async function feedFrom(
  feeds: LRUCache<string, ActivityFeed>,
  context: Context,
  journeyId: JourneyId,
  place: Place | undefined,
): Promise<ActivityFeed> {
  if (!place) return ActivityFeed.fromNow(context, journeyId);
  const known = feeds.get(place.feed);
  return known?.journeyId === journeyId
    ? known.after(context, place.n, place.seenTo)
    : ActivityFeed.since(context, journeyId, place.seenTo);
}
