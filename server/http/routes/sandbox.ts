import { createRoute, z } from '@hono/zod-openapi';
import { hearArrivals, readInbox, replyFrom } from '../../sandbox/desk.ts';
import { inboxItem } from '../../sandbox/inbox.ts';
import type { ApiDeps } from '../env.ts';
import { body, json, nothing } from '../shapes.ts';
import { streamWhileIn } from '../stream.ts';
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
        responses: { 200: json(z.object({ items: z.array(inboxItem) })) },
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
        responses: { 204: nothing },
      }),
      async (c) => {
        await replyFrom.by(c.var.context, sandbox, c.req.valid('param').messageId, c.req.valid('json').text);
        return c.body(null, 204);
      },
    );
}

const stream = createRoute({
  method: 'get',
  path: '/sandbox/stream',
  summary: 'Says `message` whenever something lands, as server-sent events',
  responses: { 200: { description: 'Events', content: { 'text/event-stream': { schema: z.string() } } } },
});

export function sandboxStream(deps: Pick<ApiDeps, 'sandbox' | 'onError'>) {
  return routes().openapi(stream, (c) => {
    const context = c.get('context');
    return streamWhileIn(deps, c, async (events, signal) => {
      await events.writeSSE({ event: 'alive', data: '' });
      await hearArrivals(context, deps.sandbox, () => events.writeSSE({ event: 'message', data: '' }), signal);
    });
  });
}
