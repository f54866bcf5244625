import type { Span, TraceParent, Traces } from './contract.ts';

/**
 * Where each event of a request stands: a lone one in the request's own trace; of many, each begins a trace that points at the request,
 * since what becomes of them has nothing to do with each other.
 */
export function acceptedEvents(
  traces: Traces | undefined,
  request: Span | undefined,
  count: number,
): ((name: string) => TraceParent) | undefined {
  if (!traces || !request) return undefined;
  if (count === 1) return () => request.parent;
  return (name) => {
    const span = traces.start('accept event', { links: [request.parent], attributes: { 'wend.event.name': name } });
    span.end();
    return span.parent;
  };
}
