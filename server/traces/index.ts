export { acceptedEvents } from './accepted-events.ts';
export type { Span, TraceParent, Traces } from './contract.ts';
export { eventSpans } from './event-spans.ts';
export { openTraces } from './open-traces.ts';
export { RunSpans } from './run-spans.ts';
