import type { EventId } from '@wend/engine';
import { expect, it, onTestFinished, vi } from 'vitest';
import { aWorkspace } from '../../test/harness/a-workspace.ts';
import { aDatabase } from '../../test/harness/index.ts';
import { anOtlpReceiver } from '../../test/harness/otlp-receiver.ts';
import { newId } from '../ids/index.ts';
import { events } from '../tables/index.ts';
import { acceptedEvents, eventSpans, openTraces, RunSpans } from './index.ts';
import { areGathered } from './open-traces.ts';

const PARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

async function someTraces() {
  const receiver = await anOtlpReceiver();
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', receiver.url);
  onTestFinished(() => void vi.unstubAllEnvs());
  const traces = await openTraces('test');
  if (!traces) throw new Error('Traces are gathered here');
  return { traces, spans: receiver.spans };
}

it('gathers nothing unless OpenTelemetry’s own variables say where to', async () => {
  expect(areGathered({})).toBe(false);
  expect(await openTraces('test', {})).toBeUndefined();
  expect(areGathered({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://x' })).toBe(true);
  expect(areGathered({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://x' })).toBe(true);
  expect(areGathered({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://x', OTEL_SDK_DISABLED: 'true' })).toBe(false);
  expect(areGathered({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://x', OTEL_TRACES_EXPORTER: 'none' })).toBe(false);
});

it('goes on with a trace that it is given, begins one where that makes no sense, and says where it stands', async () => {
  const { traces, spans } = await someTraces();
  const going = traces.start('GET', { parent: PARENT, kind: 'server' });
  going.end({ name: 'GET /x', attributes: { 'http.response.status_code': 500 }, failed: true });
  traces.start('alone', { parent: 'nonsense' }).end();
  await traces.stop();
  const [first, alone] = spans;
  expect(first).toMatchObject({ name: 'GET /x', parentSpanId: 'b7ad6b7169203331', service: 'wend-test' });
  expect(first?.status).toEqual({ code: 2 });
  expect(going.parent).toBe(`00-0af7651916cd43dd8448eb211c80319c-${first?.spanId}-01`);
  expect(alone?.parentSpanId).toBeUndefined();
});

it('gives each event of a batch a trace of its own that points at the request, and points from a batch at its events', async () => {
  const { traces, spans } = await someTraces();
  const request = traces.start('POST /v1/batch', { parent: PARENT });
  expect(acceptedEvents(traces, request, 1)?.('Ordered')).toBe(request.parent);
  const traceOf = acceptedEvents(traces, request, 2);
  const parents = [traceOf?.('Ordered'), traceOf?.('Paid')];
  const ids = { workspaceId: 'w', eventId: 'e' };
  eventSpans(
    traces,
    'match',
    parents.map((traceParent) => ({ traceParent, ...ids })),
  )(false);
  eventSpans(traces, 'match', [{ traceParent: undefined, ...ids }])(false);
  request.end();
  await traces.stop();
  const named = (name: string) => spans.filter((span) => span.name === name);
  const accepted = named('accept event');
  expect(new Set([PARENT.split('-')[1], ...accepted.map(({ traceId }) => traceId)]).size).toBe(3);
  const [asked] = named('POST /v1/batch');
  for (const { links } of accepted) expect(links).toMatchObject([{ spanId: asked?.spanId }]);
  const matched = named('match event');
  expect(matched.map(({ parentSpanId }) => parentSpanId)).toEqual(accepted.map(({ spanId }) => spanId));
  expect(named('match batch').map(({ links }) => links.map(({ spanId }) => spanId))).toEqual([
    matched.map(({ spanId }) => spanId),
  ]);
});

it('keeps a drive in the trace of the event that moved the run, and points at it from a trace of its own when it was long ago', async () => {
  const { traces, spans } = await someTraces();
  const { db } = await aDatabase();
  const workspaceId = await aWorkspace(db, 0);
  const [entry, woke] = [newId<EventId>(), newId<EventId>()];
  const event = { workspaceId, type: 'track', name: 'x', at: 0, receivedAt: 0, traceParent: PARENT } as const;
  await db.insert(events).values([entry, woke].map((id) => ({ ...event, id, messageId: id })));
  const run = (id: string, more: object) => ({
    run: { id, journeyId: 'j', entryEventId: entry, createdAt: 0, ...more },
    wake: null,
  });
  const trip = { workspaceId, convoyId: 'c' };
  const soon = new RunSpans(traces, trip);
  await soon.begin(db, [run('soon', {}), run('crowd', { entryEventId: null })], 1_000);
  const call = soon.call('soon', 'sms', 'm');
  call?.end();
  expect(soon.call('crowd', 'sms', 'm')).toBeUndefined();
  soon.end(false);
  const later = new RunSpans(traces, trip);
  await later.begin(db, [run('later', {}), { ...run('woken', {}), wake: { eventId: woke } }], 3_600_000);
  later.end(false);
  await traces.stop();
  const of = (id: string) =>
    spans.find(
      ({ name, attributes }) => name === 'drive run' && attributes.some(({ value }) => value['stringValue'] === id),
    );
  expect(of('soon')?.parentSpanId).toBe('b7ad6b7169203331');
  expect(of('woken')?.parentSpanId).toBe('b7ad6b7169203331');
  expect(of('later')).toMatchObject({ links: [{ spanId: 'b7ad6b7169203331' }] });
  expect(of('later')?.traceId).not.toBe(PARENT.split('-')[1]);
  expect(spans.find(({ name }) => name === 'send sms')?.parentSpanId).toBe(of('soon')?.spanId);
  expect(call?.parent).toContain(PARENT.split('-')[1]);
});
