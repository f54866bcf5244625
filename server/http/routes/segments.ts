import { createRoute, z } from '@hono/zod-openapi';
import { brandId, type ProfileId, type SegmentId } from '@wend/engine';
import { pageOf } from '../../answers/index.ts';
import { listedProfile } from '../../people/profiles.ts';
import { listSegments, peopleOf, readSegment, sizeOf } from '../../segments/read.ts';
import { segmentSize, segmentView } from '../../segments/segment-view.ts';
import { archiveSegment, changeSegment, createSegment } from '../../segments/write.ts';
import { refuses } from '../problem.ts';
import { etag, revisionOf } from '../revision.ts';
import { body, idParam, json, nothing, page, paged } from '../shapes.ts';
import { routes } from './routes.ts';

const params = z.object({ segmentId: idParam<SegmentId>('segmentId') });
const ifMatch = z.object({ 'if-match': z.string().optional().openapi({ description: 'The ETag of the segment' }) });
const tagged = { ETag: { description: 'The revision of the segment', schema: { type: 'string' as const } } };
const one = { ...json(segmentView), headers: tagged };
// A condition holds conditions, through which the library's generator of documents does not get: the verb reads it.
const anyCondition = z
  .looseObject({})
  .openapi({ description: 'A condition, as `Condition` of the answer describes it' });
const input = body(z.object({ name: z.string().trim().min(1).max(200), condition: anyCondition }));
const unknownSegment = { 'not-found': 'there is no such segment' };
const nameTaken = { 'wrong-state': 'another segment has this name, or this one is archived' };

export function segmentRoutes() {
  return routes()
    .openapi(
      createRoute({
        method: 'get',
        path: '/segments',
        summary: 'Segments, the newest first',
        request: { query: z.object({ ...page, q: z.string().max(200).optional() }) },
        responses: { 200: json(pageOf(segmentView)) },
      }),
      async (c) => {
        const { q, cursor, limit } = c.req.valid('query');
        return c.json(
          paged(await listSegments(c.var.context, { q, before: cursor, limit }), limit, ({ id }) => id),
          200,
        );
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/segments',
        summary: 'Save a segment under a name',
        request: { body: input },
        responses: { 201: one, ...refuses({ 'wrong-state': nameTaken['wrong-state'] }) },
      }),
      async (c) => {
        const segment = await readSegment(c.var.context, await createSegment.by(c.var.context, c.req.valid('json')));
        c.header('etag', etag(segment.revision));
        return c.json(segment, 201);
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/segments/{segmentId}',
        summary: 'One segment',
        request: { params },
        responses: { 200: one, ...refuses(unknownSegment) },
      }),
      async (c) => {
        const segment = await readSegment(c.var.context, c.req.valid('param').segmentId);
        c.header('etag', etag(segment.revision));
        return c.json(segment, 200);
      },
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/segments/{segmentId}',
        summary: 'Change its name or whom it is about',
        request: { params, headers: ifMatch, body: input },
        responses: {
          200: one,
          ...refuses({
            ...unknownSegment,
            ...nameTaken,
            'revision-needed': 'If-Match is missing',
            'revision-changed': 'somebody else has changed it; `detail` has it as it stands now',
          }),
        },
      }),
      async (c) => {
        const { segmentId } = c.req.valid('param');
        const revision = revisionOf(c.req.valid('header')['if-match']);
        await changeSegment.by(c.var.context, segmentId, revision, c.req.valid('json'));
        const segment = await readSegment(c.var.context, segmentId);
        c.header('etag', etag(segment.revision));
        return c.json(segment, 200);
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/segments/{segmentId}/archive',
        summary: 'Take it out of every list',
        request: { params },
        responses: {
          204: nothing,
          ...refuses({
            ...unknownSegment,
            'wrong-state': 'a live journey or another segment uses it, or it is archived',
          }),
        },
      }),
      async (c) => {
        await archiveSegment.by(c.var.context, c.req.valid('param').segmentId);
        return c.body(null, 204);
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/segments/{segmentId}/size',
        summary: 'How many are in it now',
        request: { params },
        responses: { 200: json(segmentSize), ...refuses(unknownSegment) },
      }),
      async (c) => c.json(await sizeOf(c.var.context, c.req.valid('param').segmentId), 200),
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/segments/{segmentId}/people',
        summary: 'Who is in it now',
        request: { params, query: z.object(page) },
        responses: {
          200: json(pageOf(listedProfile), 'A page may be shorter than asked; `next` is absent where nobody follows'),
          ...refuses(unknownSegment),
        },
      }),
      async (c) => {
        const { cursor, limit } = c.req.valid('query');
        const after = cursor === undefined ? undefined : brandId<ProfileId>(cursor);
        return c.json(await peopleOf(c.var.context, c.req.valid('param').segmentId, { after, limit }), 200);
      },
    );
}
