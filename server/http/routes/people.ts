import { createRoute, z } from '@hono/zod-openapi';
import type { JourneyId, ProfileId, RunId } from '@wend/engine';
import { pageOf } from '../../answers/index.ts';
import { releaseRun, retryRun, takeOut } from '../../people/act.ts';
import { erasePerson } from '../../people/erase.ts';
import {
  readSchema,
  receivedEvent,
  recentEvents,
  rejectedEvent,
  rejectedEvents,
  seenNames,
} from '../../people/events.ts';
import { messageView, readMessages } from '../../people/messages.ts';
import {
  listedProfile,
  listProfiles,
  profileEvent,
  profileEvents,
  profileView,
  readProfile,
} from '../../people/profiles.ts';
import { runView } from '../../people/run-view.ts';
import { readRun } from '../../people/timeline.ts';
import { refuses } from '../problem.ts';
import { body, idParam, json, nothing, page, paged } from '../shapes.ts';
import { routes } from './routes.ts';

const run = z.object({ runId: idParam<RunId>('runId') });
const timelinePage = z.object({
  before: z.coerce.number().int().min(1).optional().openapi({ description: '`earlier` of the part after this one' }),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});
const profile = z.object({ profileId: idParam<ProfileId>('profileId') });

const unknownRun = { 'not-found': 'there is no such passage through a journey' };
const unknownPerson = { 'not-found': 'there is no such person' };

export function peopleRoutes() {
  return routes()
    .openapi(
      createRoute({
        method: 'get',
        path: '/runs/{runId}',
        summary: "A person's way through a journey",
        request: { params: run, query: timelinePage },
        responses: { 200: json(runView), ...refuses(unknownRun) },
      }),
      async (c) => c.json(await readRun(c.var.context, c.req.valid('param').runId, c.req.valid('query')), 200),
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/runs/{runId}/release',
        summary: 'End the wait',
        request: { params: run },
        responses: {
          204: nothing,
          ...refuses({ ...unknownRun, 'wrong-state': 'this cannot be done where the person stands' }),
        },
      }),
      async (c) => {
        await releaseRun.by(c.var.context, c.req.valid('param').runId);
        return c.body(null, 204);
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/runs/{runId}/take-out',
        summary: 'Take the person out',
        request: { params: run, body: body(z.object({ reason: z.string().max(500).default('') })) },
        responses: {
          204: nothing,
          ...refuses({ ...unknownRun, 'wrong-state': 'this cannot be done where the person stands' }),
        },
      }),
      async (c) => {
        await takeOut.by(c.var.context, c.req.valid('param').runId, c.req.valid('json').reason);
        return c.body(null, 204);
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/runs/{runId}/retry',
        summary: 'Try again what a fault held up',
        request: { params: run },
        responses: {
          204: nothing,
          ...refuses({ ...unknownRun, 'wrong-state': 'this cannot be done where the person stands' }),
        },
      }),
      async (c) => {
        await retryRun.by(c.var.context, c.req.valid('param').runId);
        return c.body(null, 204);
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/profiles',
        summary: 'People',
        request: { query: z.object({ ...page, q: z.string().max(200).optional() }) },
        responses: { 200: json(pageOf(listedProfile)) },
      }),
      async (c) => {
        const { q, cursor, limit } = c.req.valid('query');
        return c.json(
          paged(await listProfiles(c.var.context, { q, before: cursor, limit }), limit, ({ id }) => id),
          200,
        );
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/profiles/{profileId}',
        summary: 'All that is known of a person',
        request: { params: profile },
        responses: { 200: json(profileView), ...refuses(unknownPerson) },
      }),
      async (c) => c.json(await readProfile(c.var.context, c.req.valid('param').profileId), 200),
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/profiles/{profileId}',
        summary: 'Erase a person',
        description:
          'All that is known of the person goes, what they did, their ways through journeys and their messages. Counts stay as numbers, and an address that may not be contacted stays one, as a hash from which nobody can read it. Events that come later make somebody new of them. Once this is answered nothing goes out to them any more.',
        request: { params: profile },
        responses: {
          204: nothing,
          ...refuses({
            ...unknownPerson,
            'wrong-state': 'a message to them is leaving at this moment; try again in a minute',
          }),
        },
      }),
      async (c) => {
        await erasePerson.by(c.var.context, c.req.valid('param').profileId);
        return c.body(null, 204);
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/profiles/{profileId}/events',
        summary: 'What a person did, the latest first',
        request: { params: profile, query: z.object(page) },
        responses: { 200: json(pageOf(profileEvent)), ...refuses(unknownPerson) },
      }),
      async (c) => {
        const { cursor, limit } = c.req.valid('query');
        const { profileId } = c.req.valid('param');
        return c.json(
          paged(await profileEvents(c.var.context, profileId, { before: cursor, limit }), limit, ({ id }) => id),
          200,
        );
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/messages',
        summary: 'Messages, the latest first',
        request: {
          query: z.object({
            ...page,
            state: z.string().max(20).optional(),
            channel: z.string().max(40).optional(),
            journey: idParam<JourneyId>('journey').optional(),
            profile: idParam<ProfileId>('profile').optional(),
          }),
        },
        responses: { 200: json(pageOf(messageView)) },
      }),
      async (c) => {
        const { cursor, limit, journey, profile: profileId, ...filter } = c.req.valid('query');
        const messages = await readMessages(c.var.context, {
          ...filter,
          journeyId: journey,
          profileId,
          before: cursor,
          limit,
        });
        return c.json(
          paged(messages, limit, ({ id }) => id),
          200,
        );
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/events',
        summary: 'What came in, and whom it moved',
        request: { query: z.object({ ...page, q: z.string().max(200).optional() }) },
        responses: { 200: json(pageOf(receivedEvent)) },
      }),
      async (c) => {
        const { q, cursor, limit } = c.req.valid('query');
        return c.json(
          paged(await recentEvents(c.var.context, { q, before: cursor, limit }), limit, ({ id }) => id),
          200,
        );
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/events/rejected',
        summary: 'Events that were refused, and why',
        request: { query: z.object(page) },
        responses: { 200: json(pageOf(rejectedEvent)) },
      }),
      async (c) => {
        const { cursor, limit } = c.req.valid('query');
        return c.json(
          paged(await rejectedEvents(c.var.context, { before: cursor, limit }), limit, ({ id }) => id),
          200,
        );
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/schema',
        summary: 'Events, attributes and topics seen',
        responses: { 200: json(seenNames) },
      }),
      async (c) => c.json(await readSchema(c.var.context), 200),
    );
}
