import { type Context, Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import type { Account } from './accounts.ts';
import { inboxItemOf } from './inbox.ts';
import type { Provider } from './provider.ts';
import { script } from './script.ts';
import { copiesOf, inboxOf, messageOf } from './store.ts';

type Env = { Variables: { account: Account } };
const question = z.object({
  channel: z.string().optional(),
  address: z.string().optional(),
  before: z.iso.datetime().transform(Date.parse).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const reply = z.object({ text: z.string().min(1).max(1600) });
const NEWS_EVERY_MS = 100;

/** What lies behind the account's own login: its inbox (phone, mailbox, tray), its script, what it took. */
export function inboxRoutes(provider: Provider): Hono<Env> {
  return new Hono<Env>()
    .use('/accounts/:account/*', async (c, next) => {
      const account = await provider.accounts.signIn(c.req.param('account'), c.req.header('authorization'));
      if (!account) return c.json({ error: { scope: 'account', why: 'The key is wrong' } }, 401);
      c.set('account', account);
      return next();
    })
    .get('/accounts/:account/inbox', async (c) => {
      const asked = question.safeParse(c.req.query());
      if (!asked.success) return c.json({ error: { why: z.prettifyError(asked.error) } }, 400);
      const items = await inboxOf(provider.db, { ...asked.data, account: c.var.account.id });
      return c.json({ items: items.map(inboxItemOf) });
    })
    .get('/accounts/:account/copies/:reference', async (c) => {
      const copies = await copiesOf(provider.db, c.var.account.id, c.req.param('reference'));
      return c.json({ copies: copies.length });
    })
    .post('/accounts/:account/messages/:id/reply', async (c) => {
      const body = reply.safeParse(await c.req.json().catch(() => undefined));
      const id = z.uuid().safeParse(c.req.param('id'));
      if (!body.success || !id.success) return c.json({ error: { why: 'A reply is a text to a message' } }, 422);
      const message = await messageOf(provider.db, c.var.account.id, id.data);
      if (!message) return c.notFound();
      return c.json({ id: (await provider.reply(c.var.account, message, body.data.text)).id }, 202);
    })
    .get('/accounts/:account/script', (c) => c.json({ rules: c.var.account.rules }))
    .put('/accounts/:account/script', async (c) => {
      const body = script.safeParse(await c.req.json().catch(() => undefined));
      if (!body.success) return c.json({ error: { why: z.prettifyError(body.error) } }, 422);
      await provider.accounts.setRules(c.var.account, body.data.rules);
      return c.json(body.data);
    })
    .get('/accounts/:account/stream', (c) => stream(c, provider));
}

/** Says `message` with the newest item, at most ten times a second. */
function stream(c: Context<Env>, provider: Provider): Response {
  const { id } = c.var.account;
  return streamSSE(c, async (events) => {
    let wake = (): void => {};
    let isOver = false;
    let hasNews = false;
    const hear = (account: string): void => {
      if (account !== id) return;
      hasNews = true;
      wake();
    };
    provider.news.on('message', hear);
    events.onAbort(() => {
      isOver = true;
      provider.news.off('message', hear);
      wake();
    });
    await events.writeSSE({ event: 'ready', data: '{}' });
    while (!isOver) {
      if (!hasNews)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      if (isOver) break;
      hasNews = false;
      const [newest] = await inboxOf(provider.db, { account: id, limit: 1 });
      if (newest) await events.writeSSE({ event: 'message', id: newest.id, data: JSON.stringify(inboxItemOf(newest)) });
      await events.sleep(NEWS_EVERY_MS);
    }
  });
}
