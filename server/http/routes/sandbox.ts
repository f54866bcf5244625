import { createRoute, z } from '@hono/zod-openapi';
import { hearArrivals, readInbox, replyFrom } from '../../sandbox/desk.ts';
import { inboxItem } from '../../sandbox/inbox.ts';
import type { ApiDeps } from '../env.ts';
import { refuses } from '../problem.ts';
import { body, listOf, nothing } from '../shapes.ts';
import { eventStream, streamWhileIn } from '../stream.ts';
import { routes } from './routes.ts';

/** The devices of people: what landed on them, and answers in their place. */
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
