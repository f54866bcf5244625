import { createRoute, z } from '@hono/zod-openapi';
import type { EventId, JourneyId } from '@wend/engine';
import { pageOf } from '../../answers/index.ts';
import { parkedEvent, parkedEvents, retryEvent, retryEvents } from '../../people/parked-events.ts';
import { retried, retryRuns } from '../../people/retry-all.ts';
import type { ApiDeps } from '../env.ts';
import { refuses } from '../problem.ts';
import { idParam, json, nothing, page, paged } from '../shapes.ts';
import { routes } from './routes.ts';

const journey = z.object({ journeyId: idParam<JourneyId>('journeyId') });
const event = z.object({ eventId: idParam<EventId>('eventId') });

/** What faults have set aside, and how it is tried again. One person is tried again where their way is shown. */
export function parkedRoutes({ hint }: Pick<ApiDeps, 'hint'>) {
  return routes()
    .openapi(
      createRoute({
        method: 'post',
        path: '/runs/retry',
        summary: 'Try everybody again whom a fault holds up',
        responses: { 200: json(retried) },
      }),
      async (c) => c.json(await retryRuns.by(c.var.context), 200),
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/journeys/{journeyId}/retry',
        summary: 'Try everybody again whom a fault holds up in this journey',
        request: { params: journey },
        responses: { 200: json(retried), ...refuses({ 'not-found': 'there is no such journey' }) },
      }),
      async (c) => {
        return c.json(await retryRuns.by(c.var.context, c.req.valid('param').journeyId), 200);
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/events/parked',
        summary: 'Events that could not be processed and were set aside, and why',
        request: { query: z.object(page) },
        responses: { 200: json(pageOf(parkedEvent)) },
      }),
      async (c) => {
        const { cursor, limit } = c.req.valid('query');
        const found = await parkedEvents(c.var.context, { before: cursor, limit });
        return c.json(
          paged(found, limit, ({ id }) => id),
          200,
        );
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/events/retry',
        summary: 'Process again all events that were set aside',
        responses: { 200: json(retried) },
      }),
      async (c) => c.json(await retryEvents.by(c.var.context, hint), 200),
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/events/{eventId}/retry',
        summary: 'Process again an event that was set aside',
        request: { params: event },
        responses: { 204: nothing, ...refuses({ 'not-found': 'no such event was set aside' }) },
      }),
      async (c) => {
        await retryEvent.by(c.var.context, c.req.valid('param').eventId, hint);
        return c.body(null, 204);
      },
    );
}
