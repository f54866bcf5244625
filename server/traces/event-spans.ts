import type { TraceParent, Traces } from './contract.ts';

/** More than a span holds. */
export const MOST_LINKS = 128;

interface Traced {
  readonly traceParent?: TraceParent | undefined;
  readonly workspaceId: string;
  readonly eventId: string;
}

/**
 * What is done with a batch of events: a span in the trace of each, and where there are more than one, a span of the batch that points at
 * them.
 */
export function eventSpans(
  traces: Traces | undefined,
  stage: string,
  events: readonly Traced[],
): (failed: boolean) => void {
  const traced = events.flatMap(({ traceParent, ...ids }) => (traceParent ? [{ parent: traceParent, ...ids }] : []));
  if (!traces || traced.length === 0) return () => {};
  const spans = traced.map(({ parent, workspaceId, eventId }) =>
    traces.start(`${stage} event`, {
      parent,
      attributes: { 'wend.workspace.id': workspaceId, 'wend.event.id': eventId },
    }),
  );
  const batch =
    events.length === 1
      ? []
      : [
          traces.start(`${stage} batch`, {
            links: spans.slice(0, MOST_LINKS).map(({ parent }) => parent),
            attributes: { 'wend.events': events.length },
          }),
        ];
  return (failed) => {
    for (const span of [...spans, ...batch]) span.end({ failed });
  };
}
