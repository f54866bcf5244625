import { aJourney } from '@wend/engine/testing';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { aFolder, aLivedHome } from './harness/index.ts';
import { surroundings } from './harness/lived-home.ts';
import { anOtlpReceiver } from './harness/otlp-receiver.ts';
import { checkout, type Started, start } from './harness/started.ts';
import { until } from './harness/until.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SHOPS_SPAN = 'b7ad6b7169203331';
const SECRETS = ['+447700900321', 'ada-1815', 'Lovelace', 'Hello Ada'];

it('makes one trace of an event, from the shop’s own span over learning, matching and driving to the call of the provider', async () => {
  const receiver = await anOtlpReceiver();
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_BSP_SCHEDULE_DELAY: '200' };
  const home = await aLivedHome();
  const around = { ...(await surroundings(aFolder(), home)), ...env };
  const wend = start([process.execPath, 'server/process/start.mjs'], checkout, around);
  onTestFinished(() => wend.interrupt().then(() => {}));
  const shop = await aShop(wend);
  const traits = { lastName: 'Lovelace', phone: '+447700900321', consent: { sms: true } };
  await shop.say('identify', { userId: 'ada-1815', traits });
  const event = { userId: 'ada-1815', event: 'Machine Described' };
  await shop.say('track', event, { traceparent: `00-${TRACE}-${SHOPS_SPAN}-01` });
  const mine = () => receiver.spans.filter(({ traceId }) => traceId === TRACE);
  const named = (name: string) => mine().filter((span) => span.name === name);
  // Each process sends its spans when it gets to it.
  const names = ['POST /v1/track', 'learn event', 'match event', 'drive run', 'send sms'];
  const drove = () => named('drive run').some(({ spanId }) => spanId === named('send sms')[0]?.parentSpanId);
  await until(async () => names.every((name) => named(name).length > 0) && drove());
  const [request] = named('POST /v1/track');
  expect(request).toMatchObject({ service: 'wend-api', parentSpanId: SHOPS_SPAN, kind: 2 });
  for (const [name, service] of Object.entries({ learn: 'matcher', match: 'matcher', drive: 'worker' })) {
    const of = { service: `wend-${service}`, parentSpanId: request?.spanId };
    expect(named(name === 'drive' ? 'drive run' : `${name} event`)).toContainEqual(expect.objectContaining(of));
  }
  const [call] = named('send sms');
  expect(named('drive run').map(({ spanId }) => spanId)).toContain(call?.parentSpanId);
  expect(call).toMatchObject({ service: 'wend-worker', kind: 3 });
  expect(call?.attributes).toContainEqual({ key: 'wend.outcome', value: { stringValue: 'accepted' } });
  expect(SECRETS.filter((secret) => receiver.said().includes(secret))).toEqual([]);
});

const made = z.looseObject({ id: z.string(), revision: z.number().optional(), writeKey: z.string().optional() });
const me = z.looseObject({ workspaces: z.array(z.looseObject({ id: z.string() })) });

/** A shop with one live journey, and its server. */
async function aShop(wend: Started) {
  const [, link = ''] = await wend.prints(/Sign in[^:]*: (\S+)/);
  const { origin } = new URL(link);
  const signedIn = await fetch(link, { redirect: 'manual' });
  const cookie = signedIn.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const sent = async (method: string, path: string, body: object | undefined, more: Record<string, string>) => {
    const headers = { 'content-type': 'application/json', ...more };
    const answer = await fetch(`${origin}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text}`);
    return { tag: answer.headers.get('etag') ?? '', body: JSON.parse(text) };
  };
  const ask = (method: string, path: string, body?: object, more: Record<string, string> = {}) =>
    sent(method, path, body, { cookie, origin, ...more });
  const at = `/api/w/${me.parse((await ask('GET', '/api/me')).body).workspaces[0]?.id}`;
  const { writeKey = '' } = made.parse((await ask('POST', `${at}/sources`, { name: 'Machine', kind: 'server' })).body);
  const journey = await ask('POST', `${at}/journeys`, { document });
  const { id } = made.parse(journey.body);
  const { tag } = await ask('GET', `${at}/journeys/${id}`);
  await ask('POST', `${at}/journeys/${id}/publish`, {}, { 'if-match': tag });
  const authorization = `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`;
  return {
    say: (type: string, event: object, headers = {}) =>
      sent('POST', `/v1/${type}`, event, { authorization, ...headers }),
  };
}

const document = aJourney()
  .entry('Machine Described')
  .sms('Hello Ada')
  .end()
  .with({ name: 'Machines', quietHours: 'none' })
  .document();
