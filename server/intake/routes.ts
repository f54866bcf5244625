import type { Json, JsonObject } from '@wend/engine';
import { type Context, Hono } from 'hono';
import { cors } from 'hono/cors';
import { acceptedEvents, type Traces } from '../traces/index.ts';
import { acceptEvents } from './accept-events.ts';
import { addressBehind } from './address-of.ts';
import type { IntakeDeps } from './contract.ts';
import { IntakeProblem, problemResponse } from './problem.ts';
import { type Limit, RateLimit } from './rate-limit.ts';
import { readBody } from './read-body.ts';
import { browserSettings } from './settings.ts';
import { type Source, sourceOf } from './sources.ts';

export interface IntakeLimits {
  readonly perKey: Limit;
  readonly perAddress: Limit;
}
export interface IntakeRouteDeps extends IntakeDeps {
  /** Whom the per-address limit counts. */
  readonly addressOf?: ((context: Context) => string) | undefined;
  readonly limits?: Partial<IntakeLimits> | undefined;
  readonly traces?: Traces | undefined;
  /** Told of each request how many of its events were accepted and how many refused. */
  readonly onTaken?: ((accepted: number, refused: number) => void) | undefined;
}

const defaults: IntakeLimits = { perKey: { rate: 1_000, burst: 2_000 }, perAddress: { rate: 500, burst: 1_000 } };
/** More events in one request than this is a mistake or an attack: 500 KB hold fewer real ones. */
const BATCH_EVENTS = 5_000;

const paths = {
  track: ['/track', '/t'],
  identify: ['/identify', '/i'],
  page: ['/page', '/p'],
  screen: ['/screen', '/s'],
  group: ['/group', '/g'],
  alias: ['/alias', '/a'],
} as const;

/** Segment's wire format, to be mounted under `/v1`. Each request is authorised by its write key. */
export function intakeRoutes(deps: IntakeRouteDeps): Hono {
  const receive = receiver(deps);
  const app = new Hono();
  app.onError((error, c: Context) => {
    if (error instanceof IntakeProblem) return problemResponse(error, c.get('requestId'));
    throw error;
  });
  // No cookie is ever read here, so any page may ask; whether its key is a browser's is looked at with the key.
  app.use(
    cors({
      origin: '*',
      allowMethods: ['GET', 'POST', 'PUT'],
      allowHeaders: ['authorization', 'content-type', 'content-encoding'],
      maxAge: 86_400,
    }),
  );
  for (const [type, spellings] of Object.entries(paths))
    app.on('POST', [...spellings], (c) => receive(c, (body) => [{ ...body, type }]));
  app.on('POST', ['/batch', '/b'], (c) => receive(c, eventsOf));
  app.post('/import', (c) => receive(c, eventsOf, true));
  app.put('/devices', (c) => receive(c, (body) => [deviceEvent(body)]));
  app.get('/projects/:key/settings', async (c) => {
    const key = c.req.param('key');
    if (!(await sourceOf(deps.db, key))) throw noSource();
    return c.json(browserSettings(key, `${new URL(c.req.url).host}/v1`));
  });
  return app;
}

type EventsOf = (body: JsonObject) => readonly unknown[];

function receiver(
  deps: IntakeRouteDeps,
): (context: Context, eventsIn: EventsOf, imported?: boolean) => Promise<Response> {
  const addressOf = deps.addressOf ?? addressBehind(0);
  const now = (): number => deps.clock.monotonicMs();
  const perKey = new RateLimit(deps.limits?.perKey ?? defaults.perKey, now);
  const perAddress = new RateLimit(deps.limits?.perAddress ?? defaults.perAddress, now);
  return async (context, eventsIn, imported = false) => {
    pass(perAddress.take(addressOf(context)));
    const body = await readBody(context.req.raw);
    const source = await authorised(deps, context, body);
    pass(perKey.take(source.id));
    const events = eventsIn(body);
    const { rejected } = await acceptEvents(deps, source.workspaceId, source, events, {
      sentAt: body['sentAt'],
      imported,
      traceOf: acceptedEvents(deps.traces, context.get('span'), events.length),
    });
    deps.onTaken?.(events.length - rejected.length, rejected.length);
    return context.json({ success: true, accepted: events.length - rejected.length, rejected });
  };
}

function pass(retryAfter: number): void {
  if (retryAfter > 0) throw new IntakeProblem(429, 'too-many-requests', `Try again in ${retryAfter} s`, retryAfter);
}

async function authorised(deps: IntakeRouteDeps, context: Context, body: JsonObject): Promise<Source> {
  const writeKey = basicUser(context.req.header('authorization')) ?? body['writeKey'];
  const source = typeof writeKey === 'string' && writeKey !== '' ? await sourceOf(deps.db, writeKey) : undefined;
  if (!source) throw noSource();
  // A server's key in a page is a leaked key.
  if (source.kind === 'server' && isFromPage(context))
    throw new IntakeProblem(401, 'server-key-in-browser', 'This is a server key; a page uses a key of kind browser');
  return source;
}

function isFromPage(context: Context): boolean {
  return context.req.header('origin') !== undefined && context.req.header('sec-fetch-mode') !== undefined;
}

function noSource(): IntakeProblem {
  return new IntakeProblem(401, 'write-key', 'The write key is missing, unknown or revoked');
}

function basicUser(header: string | undefined): string | undefined {
  const encoded = /^basic +(\S+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  return Buffer.from(encoded, 'base64').toString('utf8').split(':', 1)[0];
}

function eventsOf(body: JsonObject): readonly unknown[] {
  const batch: Json | undefined = body['batch'];
  if (!Array.isArray(batch)) throw new IntakeProblem(400, 'no-batch', 'The body holds its events in "batch"');
  if (batch.length > BATCH_EVENTS)
    throw new IntakeProblem(400, 'too-many-events', `A batch is at most ${BATCH_EVENTS.toLocaleString('en')} events`);
  return batch;
}

/** A device names its push token outside of any event. */
function deviceEvent({ token, type, messageId, userId, anonymousId }: JsonObject): JsonObject {
  if (typeof token !== 'string' || token === '') throw new IntakeProblem(400, 'no-token', 'A device has a "token"');
  return { type: 'identify', messageId, userId, anonymousId, context: { device: { token, type } } };
}
