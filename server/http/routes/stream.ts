import { createRoute, z } from '@hono/zod-openapi';
import type { JourneyId } from '@wend/engine';
import { findJourney } from '../../journeys/find-journey.ts';
import { latestActivity } from '../../metrics/activity.ts';
import { journeyNumbers } from '../../metrics/numbers.ts';
import type { ApiDeps } from '../env.ts';
import { idParam } from '../shapes.ts';
import { streamWhileIn } from '../stream.ts';
import { routes } from './routes.ts';

const EVERY_MS = 1_000;

const stream = createRoute({
  method: 'get',
  path: '/journeys/{journeyId}/stream',
  summary: 'Live numbers and what happens now, as server-sent events',
  request: { params: z.object({ journeyId: idParam<JourneyId>('journeyId') }) },
  responses: { 200: { description: 'Events', content: { 'text/event-stream': { schema: z.string() } } } },
});

/**
 * Live numbers and what happens now, at most once a second. `id` is the place in the activity: who comes back with Last-Event-ID gets
 * what happened meanwhile.
 */
export function streamRoutes(deps: Pick<ApiDeps, 'onError'>) {
  return routes().openapi(stream, async (c) => {
    const { journeyId } = c.req.valid('param');
    const context = c.get('context');
    await findJourney(context, journeyId);
    const from = z.iso.datetime().safeParse(c.req.header('last-event-id'));
    return streamWhileIn(deps, c, async (stream, signal) => {
      let since = from.success ? Date.parse(from.data) : await context.clock.now(context.db);
      let last = '';
      while (!signal.aborted) {
        const numbers = await journeyNumbers(context, journeyId);
        const { asOf: _, ...figures } = numbers;
        const now = JSON.stringify(figures);
        if (now !== last) await stream.writeSSE({ event: 'numbers', data: JSON.stringify(numbers) });
        last = now;
        for (const item of await latestActivity(context, journeyId, since)) {
          since = Math.max(since, Date.parse(item.at));
          await stream.writeSSE({ event: 'activity', id: item.at, data: JSON.stringify(item) });
        }
        await stream.writeSSE({ event: 'alive', data: '' });
        await stream.sleep(EVERY_MS);
      }
    });
  });
}
