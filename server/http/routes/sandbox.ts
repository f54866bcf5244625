import { createRoute, z } from '@hono/zod-openapi';
import { hearArrivals, readInbox, replyFrom } from '../../sandbox/desk.ts';
import { inboxItem } from '../../sandbox/inbox.ts';
import { played, playedBy, readPlayed, setPlayed } from '../../sandbox/played.ts';
import type { ApiDeps } from '../env.ts';
import { refuses } from '../problem.ts';
import { body, idParam, json, listOf, nothing } from '../shapes.ts';
import { eventStream, streamWhileIn } from '../stream.ts';
import { routes } from './routes.ts';

/** The devices of people: what landed on them, answers in their place, and how the provider behaves that brings it there. */
export function sandboxRoutes({ sandbox }: Pick<ApiDeps, 'sandbox'>) {
  return routes()
    .openapi(
      createRoute({
        method: 'get',
        path: '/sandbox/inbox',
        summary: 'What landed on the test phone, mailbox and tray',
        request: {
          query: z.object({
            channel: z.enum(['sms', 'email', 'push']).optional(),
            address: z.string().max(4096).optional(),
            limit: z.coerce.number().int().min(1).max(200).default(50),
          }),
        },
        responses: { 200: listOf(inboxItem) },
      }),
      async (c) => c.json({ items: await readInbox(c.var.context, sandbox, c.req.valid('query')) }, 200),
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/sandbox/messages/{messageId}/reply',
        summary: 'Answer in the place of the receiver',
        request: {
          params: z.object({ messageId: z.uuid() }),
          body: body(z.object({ text: z.string().min(1).max(1600) })),
        },
        responses: { 204: nothing, ...refuses({ 'not-found': 'there is no such message' }) },
      }),
      async (c) => {
        await replyFrom.by(c.var.context, sandbox, c.req.valid('param').messageId, c.req.valid('json').text);
        return c.body(null, 204);
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/sandbox/played',
        summary: 'How the test providers behave',
        description:
          'For each test provider: what it answers and calls back, rule by rule, the first rule that fits a message counts. ' +
          'Without a rule that fits it takes a message and says that it was delivered. `honesty` says what can be done when ' +
          'its answer to a message was lost: sending again is safe (`idempotent`), it can be asked (`traceable`), or neither (`opaque`).',
        responses: { 200: listOf(playedBy) },
      }),
      async (c) => c.json({ items: await readPlayed(c.var.context, sandbox) }, 200),
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/sandbox/played/{providerId}',
        summary: 'Have a test provider behave otherwise, from its next message on',
        request: { params: z.object({ providerId: idParam<string>('providerId') }), body: body(played) },
        responses: { 200: json(playedBy) },
      }),
      async (c) => {
        const { providerId } = c.req.valid('param');
        return c.json(await setPlayed.by(c.var.context, sandbox, providerId, c.req.valid('json')), 200);
      },
    );
}

const events = {
  message: { description: 'something has landed' },
  alive: { description: 'the stream is open' },
};

const stream = createRoute({
  method: 'get',
  path: '/sandbox/stream',
  summary: 'Says whenever something lands, as server-sent events',
  responses: { 200: eventStream('What lands on the test phone, mailbox and tray', events) },
});

export function sandboxStream(deps: Pick<ApiDeps, 'sandbox' | 'onError'>) {
  return routes().openapi(stream, (c) => {
    const context = c.get('context');
    return streamWhileIn(deps, c, events, async (stream, signal) => {
      await stream.tell('alive', undefined);
      await hearArrivals(context, deps.sandbox, () => stream.tell('message', undefined), signal);
    });
  });
}
