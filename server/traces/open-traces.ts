import type { SpanStart, Traces } from './contract.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** How long the last spans may take on their way, within the seconds that a role has to end. */
const LAST_WORD_MS = 2_000;

/** Whether somebody gathers traces, by OpenTelemetry's own variables. */
export function areGathered(environment: Environment): boolean {
  const { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT } = environment;
  const { OTEL_TRACES_EXPORTER, OTEL_SDK_DISABLED } = environment;
  return (
    Boolean(OTEL_EXPORTER_OTLP_ENDPOINT || OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) &&
    OTEL_TRACES_EXPORTER !== 'none' &&
    OTEL_SDK_DISABLED?.toLowerCase() !== 'true'
  );
}

/**
 * Traces by OpenTelemetry's libraries, sent to where its variables say (endpoint, headers, sampler, batches). Undefined where nobody
 * gathers them: then nothing of the libraries is loaded.
 */
export async function openTraces(role: string, environment: Environment = process.env): Promise<Traces | undefined> {
  if (!areGathered(environment)) return undefined;
  // Not by a static import, which the bundle of a role would carry to its first line.
  const [api, core, resources, sdk, { OTLPTraceExporter }] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/core'),
    import('@opentelemetry/resources'),
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
  ]);
  const { defaultTextMapGetter, defaultTextMapSetter, isSpanContextValid, ROOT_CONTEXT, SpanKind, trace } = api;
  const said = resources.detectResources({ detectors: [resources.envDetector] });
  const own = resources.resourceFromAttributes({ 'service.name': `wend-${role}`, 'service.namespace': 'wend' });
  const provider = new sdk.NodeTracerProvider({
    resource: own.merge(said),
    spanProcessors: [new sdk.BatchSpanProcessor(new OTLPTraceExporter())],
  });
  const tracer = provider.getTracer('wend');
  const words = new core.W3CTraceContextPropagator();
  const within = (parent: string | undefined) =>
    parent === undefined ? ROOT_CONTEXT : words.extract(ROOT_CONTEXT, { traceparent: parent }, defaultTextMapGetter);
  const linkTo = (parent: string) => {
    const found = trace.getSpanContext(within(parent));
    return found && isSpanContextValid(found) ? [{ context: found }] : [];
  };
  const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL };
  return {
    start(name, { parent, links = [], kind = 'internal', attributes = {} }: SpanStart = {}) {
      const span = tracer.startSpan(
        name,
        { kind: kinds[kind], attributes, links: links.flatMap(linkTo) },
        within(parent),
      );
      const carrier: { traceparent?: string } = {};
      words.inject(trace.setSpan(ROOT_CONTEXT, span), carrier, defaultTextMapSetter);
      return {
        parent: carrier.traceparent ?? '',
        end({ name: betterName, attributes: more = {}, failed = false } = {}) {
          if (betterName !== undefined) span.updateName(betterName);
          span.setAttributes(more);
          if (failed) span.setStatus({ code: api.SpanStatusCode.ERROR });
          span.end();
        },
      };
    },
    async stop() {
      await Promise.race([
        provider.shutdown().catch(() => {}),
        new Promise<void>((over) => setTimeout(over, LAST_WORD_MS).unref()),
      ]);
    },
  };
}
