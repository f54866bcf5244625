import { createRoute, z } from '@hono/zod-openapi';
import { brandId, type JourneyId, type JourneyVersionId, type ProfileId } from '@wend/engine';
import { id, pageOf } from '../../answers/index.ts';
import { entranceView, letSegmentIn, listEntrances } from '../../entrances/let-in.ts';
import {
  deleteJourney,
  dueAtResume,
  pauseJourney,
  resumeJourney,
  resumePreview,
  stopJourney,
} from '../../journeys/change-state.ts';
import { createJourney } from '../../journeys/create.ts';
import { enterJourney } from '../../journeys/enter.ts';
import { findJourney } from '../../journeys/find-journey.ts';
import { journeyView, listedJourney, publishedVersion, savedDraft, versionView } from '../../journeys/journey-view.ts';
import { listJourneys, listVersions, readJourney } from '../../journeys/list.ts';
import { preview, previewMessage } from '../../journeys/preview.ts';
import { publishJourney } from '../../journeys/publish.ts';
import { saveDraft } from '../../journeys/save-draft.ts';
import { journeyNumbers, numbers } from '../../metrics/numbers.ts';
import { peopleInJourney, personInJourney, whereabouts } from '../../people/in-journey.ts';
import type { ApiDeps } from '../env.ts';
import { refuses } from '../problem.ts';
import { etag, revisionOf } from '../revision.ts';
import { anyObject, body, idParam, json, listOf, nothing, page, paged } from '../shapes.ts';
import { routes } from './routes.ts';

const params = z.object({ journeyId: idParam<JourneyId>('journeyId') });
const ifMatch = z.object({ 'if-match': z.string().optional().openapi({ description: 'The ETag of the draft' }) });
const tagged = { ETag: { description: 'The revision of the draft', schema: { type: 'string' as const } } };
const unknownJourney = { 'not-found': 'there is no such journey' };
const wrongState = { 'wrong-state': 'a journey in this state cannot do that' };
const onRevision = {
  'revision-needed': 'If-Match is missing',
  'revision-changed': 'somebody else has changed the draft; `detail` has it as it stands now',
};

const anyDocument = z.looseObject({}).openapi({ description: 'A journey document, see /journey.schema.json' });
const catchUpChoice = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('now') }),
  z.object({ kind: z.literal('spread'), hours: z.number().positive().max(720) }),
  z.object({ kind: z.literal('skip'), olderThanHours: z.number().nonnegative().max(8760) }),
]);

export function journeyRoutes(deps: ApiDeps) {
  return routes()
    .openapi(
      createRoute({
        method: 'get',
        path: '/journeys',
        summary: 'Journeys, the last changed first',
        request: { query: z.object({ ...page, q: z.string().max(200).optional() }) },
        responses: { 200: json(pageOf(listedJourney)) },
      }),
      async (c) => {
        const { q, cursor, limit } = c.req.valid('query');
        return c.json(
          paged(await listJourneys(c.var.context, { q, before: cursor, limit }), limit, ({ id }) => id),
          200,
        );
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/journeys',
        summary: 'Start a journey as a draft',
        request: { body: body(z.object({ document: anyDocument.optional() })) },
        responses: { 201: json(journeyView) },
      }),
      async (c) => {
        const id = await createJourney.by(c.var.context, c.req.valid('json').document);
        return c.json(await readJourney(c.var.context, deps.nodeTypes, id), 201);
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/journeys/{journeyId}',
        summary: 'One journey with its draft',
        request: { params },
        responses: { 200: { ...json(journeyView), headers: tagged }, ...refuses(unknownJourney) },
      }),
      async (c) => {
        const journey = await readJourney(c.var.context, deps.nodeTypes, c.req.valid('param').journeyId);
        c.header('etag', etag(journey.revision));
        return c.json(journey, 200);
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/journeys/{journeyId}',
        summary: 'Delete a journey that was never published',
        request: { params },
        responses: { 204: nothing, ...refuses({ ...unknownJourney, ...wrongState }) },
      }),
      async (c) => {
        await deleteJourney.by(c.var.context, c.req.valid('param').journeyId);
        return c.body(null, 204);
      },
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/journeys/{journeyId}/draft',
        summary: 'Save the draft',
        request: { params, headers: ifMatch, body: body(z.object({ document: anyDocument })) },
        responses: { 200: { ...json(savedDraft), headers: tagged }, ...refuses({ ...unknownJourney, ...onRevision }) },
      }),
      async (c) => {
        const { journeyId } = c.req.valid('param');
        await saveDraft.by(
          c.var.context,
          journeyId,
          revisionOf(c.req.valid('header')['if-match']),
          c.req.valid('json').document,
        );
        const { revision, problems } = await readJourney(c.var.context, deps.nodeTypes, journeyId);
        c.header('etag', etag(revision));
        return c.json({ revision, problems }, 200);
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/journeys/{journeyId}/publish',
        summary: 'Freeze the draft as the next version',
        request: { params, headers: ifMatch, body: body(z.object({ note: z.string().max(2000).default('') })) },
        responses: {
          201: json(publishedVersion),
          ...refuses({
            ...unknownJourney,
            ...onRevision,
            'has-problems': 'the journey has problems that must be solved first',
          }),
        },
      }),
      async (c) => {
        const { journeyId } = c.req.valid('param');
        const revision = revisionOf(c.req.valid('header')['if-match']);
        return c.json(await publishJourney.by(c.var.context, deps, journeyId, revision, c.req.valid('json').note), 201);
      },
    )
    .openapi(
      // biome-ignore lint/plugin: it asks, with more than an address can hold; what it reads with cannot write.
      createRoute({
        method: 'post',
        path: '/journeys/{journeyId}/preview',
        summary: 'A message step as a person would get it',
        request: {
          params,
          body: body(
            z.object({
              step: z.string().min(1).max(60),
              profileId: z
                .uuid()
                .transform((id): ProfileId => brandId<ProfileId>(id))
                .optional()
                .openapi({
                  type: 'string',
                  format: 'uuid',
                  description: 'Without one, a person made of sample values',
                }),
              document: anyDocument.optional().openapi({ description: 'As it is being written; else the saved draft' }),
            }),
          ),
        },
        responses: {
          200: json(preview),
          ...refuses({
            'not-found': 'there is no such journey, step or person',
            'has-problems': 'the step has problems that must be solved first',
          }),
        },
      }),
      async (c) =>
        c.json(await previewMessage(c.var.context, deps, c.req.valid('param').journeyId, c.req.valid('json')), 200),
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/journeys/{journeyId}/pause',
        summary: 'Freeze everybody where they stand',
        request: { params },
        responses: { 204: nothing, ...refuses({ ...unknownJourney, ...wrongState }) },
      }),
      async (c) => {
        await pauseJourney.by(c.var.context, c.req.valid('param').journeyId);
        return c.body(null, 204);
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/journeys/{journeyId}/resume-preview',
        summary: 'Who would be caught up with',
        request: { params },
        responses: { 200: json(dueAtResume), ...refuses(unknownJourney) },
      }),
      async (c) => {
        await findJourney(c.var.context, c.req.valid('param').journeyId);
        return c.json(await resumePreview(c.var.context, c.req.valid('param').journeyId), 200);
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/journeys/{journeyId}/resume',
        summary: 'Go on after a pause',
        request: { params, body: body(z.object({ catchUp: catchUpChoice })) },
        responses: { 204: nothing, ...refuses({ ...unknownJourney, ...wrongState }) },
      }),
      async (c) => {
        await resumeJourney.by(c.var.context, c.req.valid('param').journeyId, c.req.valid('json').catchUp);
        return c.body(null, 204);
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/journeys/{journeyId}/stop',
        summary: 'Nobody enters any more',
        request: { params },
        responses: { 204: nothing, ...refuses({ ...unknownJourney, ...wrongState }) },
      }),
      async (c) => {
        await stopJourney.by(c.var.context, c.req.valid('param').journeyId);
        return c.body(null, 204);
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/journeys/{journeyId}/duplicate',
        summary: 'Start a draft from this one',
        request: { params },
        responses: { 201: json(journeyView), ...refuses(unknownJourney) },
      }),
      async (c) => {
        const { draft } = await findJourney(c.var.context, c.req.valid('param').journeyId);
        const id = await createJourney.by(c.var.context, { ...draft, name: `${draft.name} (copy)`.slice(0, 200) });
        return c.json(await readJourney(c.var.context, deps.nodeTypes, id), 201);
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/journeys/{journeyId}/enter',
        summary: 'Let a person enter',
        request: {
          params,
          body: body(z.object({ userId: z.string().min(1).max(200), properties: anyObject.default({}) })),
        },
        responses: {
          202: json(z.object({ eventId: id }), 'Accepted: it takes the way of all events'),
          ...refuses({ ...unknownJourney, ...wrongState }),
        },
      }),
      async (c) => {
        const eventId = await enterJourney.by(
          c.var.context,
          deps.hint,
          c.req.valid('param').journeyId,
          c.req.valid('json'),
        );
        return c.json({ eventId }, 202);
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/journeys/{journeyId}/entrances',
        summary: 'Let everybody in who is in its segment now',
        request: { params },
        responses: {
          202: json(
            z.object({ entranceId: id }),
            'They enter page by page; where some are on their way in, those are answered',
          ),
          ...refuses({ ...unknownJourney, ...wrongState }),
        },
      }),
      async (c) => {
        const entranceId = await letSegmentIn.by(c.var.context, c.req.valid('param').journeyId);
        return c.json({ entranceId }, 202);
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/journeys/{journeyId}/entrances',
        summary: 'The last crowds that entered',
        request: { params },
        responses: { 200: listOf(entranceView), ...refuses(unknownJourney) },
      }),
      async (c) => c.json({ items: await listEntrances(c.var.context, c.req.valid('param').journeyId) }, 200),
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/journeys/{journeyId}/versions',
        summary: 'What was published',
        request: { params },
        responses: { 200: listOf(versionView), ...refuses(unknownJourney) },
      }),
      async (c) => c.json({ items: await listVersions(c.var.context, c.req.valid('param').journeyId) }, 200),
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/journeys/{journeyId}/numbers',
        summary: 'Live numbers',
        request: { params, query: z.object({ version: idParam<JourneyVersionId>('version').optional() }) },
        responses: { 200: json(numbers), ...refuses(unknownJourney) },
      }),
      async (c) => {
        const { journeyId } = c.req.valid('param');
        await findJourney(c.var.context, journeyId);
        return c.json(await journeyNumbers(c.var.context, journeyId, c.req.valid('query').version), 200);
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/journeys/{journeyId}/people',
        summary: 'People by where they are',
        request: {
          params,
          query: z.object({
            ...page,
            step: z.string().max(60).optional(),
            state: whereabouts.optional(),
          }),
        },
        responses: { 200: json(pageOf(personInJourney)), ...refuses(unknownJourney) },
      }),
      async (c) => {
        const { journeyId } = c.req.valid('param');
        const { cursor, limit, step, state } = c.req.valid('query');
        await findJourney(c.var.context, journeyId);
        const people = await peopleInJourney(c.var.context, journeyId, { step, state, before: cursor, limit });
        return c.json(
          paged(people, limit, ({ runId }) => runId),
          200,
        );
      },
    );
}
