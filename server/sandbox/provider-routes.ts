import type { HttpBindings } from '@hono/node-server';
import { assertNever, isJsonObject, type JsonObject } from '@wend/engine';
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { SandboxHonesty } from '../tables/index.ts';
import type { Account } from './accounts.ts';
import { drop, hang, trickle } from './answer.ts';
import type { Provider } from './provider.ts';
import type { Rule } from './script.ts';
import { copiesOf, type NewCopy } from './store.ts';

const sendBody = z.object({
  reference: z.string().min(1).max(200),
  to: z.string().min(1).max(500),
  from: z.string().max(200).default(''),
  callbackUrl: z.url(),
  payload: z.custom<JsonObject>(isJsonObject),
});
const honesty = z.enum(['idempotent', 'traceable', 'opaque']);
const channel = z.enum(['sms', 'email', 'push']);

type Env = { Bindings: HttpBindings };

/** The public face, as a real provider has one. The first part of the path says how honest this provider is about lost answers. */
export function providerRoutes(provider: Provider): Hono<Env> {
  return new Hono<Env>()
    .post('/:honesty/:account/:channel/messages', async (c) => {
      const [kind, way] = [honesty.safeParse(c.req.param('honesty')), channel.safeParse(c.req.param('channel'))];
      if (!kind.success || !way.success) return c.notFound();
      const account = await provider.accounts.signIn(c.req.param('account'), c.req.header('authorization'));
      if (!account) return refuse(c, 401, 'account', 'The key is wrong');
      const body = sendBody.safeParse(await c.req.json().catch(() => undefined));
      if (!body.success) return refuse(c, 422, 'message', z.prettifyError(body.error));
      const copy = copyOf(account, kind.data, way.data, body.data, c.req.header('idempotency-key'));
      return answer(c, provider, account, copy);
    })
    .get('/:honesty/:account/messages', async (c) => {
      const kind = honesty.safeParse(c.req.param('honesty'));
      // An opaque provider has no look-up at all.
      if (!kind.success || kind.data === 'opaque') return c.notFound();
      const account = await provider.accounts.signIn(c.req.param('account'), c.req.header('authorization'));
      if (!account) return refuse(c, 401, 'account', 'The key is wrong');
      const copies = await copiesOf(provider.db, account.id, c.req.query('reference') ?? '');
      return c.json({ messages: copies.map(({ id, state, at }) => ({ id, state, at: new Date(at).toISOString() })) });
    });
}

function copyOf(
  { id }: Account,
  kind: SandboxHonesty,
  way: string,
  body: z.infer<typeof sendBody>,
  idempotencyKey: string | undefined,
): NewCopy {
  const { reference, to, from, callbackUrl, payload } = body;
  // Only an idempotent provider looks at the key.
  const known = kind === 'idempotent' && idempotencyKey ? idempotencyKey : reference;
  return {
    account: id,
    honesty: kind,
    direction: 'out',
    channel: way,
    reference: known,
    recipient: to,
    sender: from,
    payload,
    callbackUrl,
  };
}

async function answer(c: Context<Env>, provider: Provider, account: Account, copy: NewCopy): Promise<Response> {
  const rule = provider.ruleFor(account, copy);
  const scripted = rule.answer;
  switch (scripted.kind) {
    case 'accept':
      if (scripted.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, scripted.delayMs));
      return c.json({ id: (await take(provider, account, copy, rule)).id }, 201);
    case 'reject':
      return refuse(c, scripted.scope === 'account' ? 403 : 422, scripted.scope, scripted.why);
    case 'status':
      if (scripted.retryAfterSeconds !== undefined) c.header('retry-after', String(scripted.retryAfterSeconds));
      return c.body(JSON.stringify({ error: { why: `Scripted ${scripted.status}` } }), statusOf(scripted.status), {
        'content-type': 'application/json',
      });
    case 'take-and-hang':
      await take(provider, account, copy, rule);
      return hang();
    case 'take-and-drop':
      await take(provider, account, copy, rule);
      return drop(c.env);
    case 'hang':
      return hang();
    case 'drop':
      return drop(c.env);
    case 'trickle':
      return trickle(c.env, await take(provider, account, copy, rule), scripted.everyMs);
    default:
      return assertNever(scripted);
  }
}

async function take(provider: Provider, account: Account, copy: NewCopy, rule: Rule) {
  const taken = await provider.take(copy);
  await provider.callBack(account, copy, taken, rule);
  return taken;
}

function refuse(c: Context<Env>, status: 401 | 403 | 422, scope: string, why: string): Response {
  return c.json({ error: { scope, why } }, status);
}

function statusOf(status: number): 400 {
  // Hono lists the statuses it knows; a script may ask for any of 400–599.
  return status as 400;
}
