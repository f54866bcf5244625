import type { Context } from 'hono';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import type { z } from 'zod';
import type { ApiDeps, Env } from './env.ts';

const LOOK_EVERY_MS = 1_000;

/** What a stream tells: its events by name, each with its data as JSON, or with none. */
export type StreamEvents = Readonly<Record<string, { readonly description: string; readonly data?: z.ZodType }>>;

type DataOf<Event> = Event extends { readonly data: infer Data extends z.ZodType } ? z.infer<Data> : undefined;

export interface Telling<Events extends StreamEvents> {
  /** `place` is what whoever comes back names. */
  tell<Name extends keyof Events & string>(event: Name, data: DataOf<Events[Name]>, place?: string): Promise<void>;
  sleep(ms: number): Promise<unknown>;
}

/** As OpenAPI has it; the names and shapes of events, for which it has no word of its own, stand in `x-events`. */
export const eventStream = (description: string, events: StreamEvents) => ({
  description: `${description}, as server-sent events: ${Object.entries(events)
    .map(([name, event]) => `\`${name}\`: ${event.description}`)
    .join('; ')}`,
  content: { 'text/event-stream': { schema: { type: 'string' as const }, 'x-events': events } },
});

/**
 * Server-sent events for as long as who asks may read: signing out, a revoked key, a lost membership end them within two seconds.
 * `work` is to end when its signal does; a fault ends it too, and is told to the log alone.
 */
export function streamWhileIn<Events extends StreamEvents>(
  { onError }: Pick<ApiDeps, 'onError'>,
  c: Context<Env>,
  _events: Events,
  work: (telling: Telling<Events>, signal: AbortSignal) => Promise<void>,
): Response {
  const isStillIn = c.get('isStillIn');
  const about = { requestId: c.get('requestId'), workspaceId: c.get('context')?.workspaceId };
  return streamSSE(c, async (stream) => {
    const over = new AbortController();
    stream.onAbort(() => over.abort());
    void endWhenOut(stream, isStillIn, over);
    try {
      await work(tellingBy(stream), over.signal);
    } catch (error) {
      if (!over.signal.aborted) onError(error, about);
    } finally {
      over.abort();
    }
  });
}

function tellingBy<Events extends StreamEvents>(stream: SSEStreamingApi): Telling<Events> {
  return {
    tell: (event, data, id) =>
      stream.writeSSE({
        event,
        data: data === undefined ? '' : JSON.stringify(data),
        ...(id === undefined ? {} : { id }),
      }),
    sleep: (ms) => stream.sleep(ms),
  };
}

/** Who cannot be asked is out: the browser comes back, and is asked then. */
async function endWhenOut(
  stream: SSEStreamingApi,
  isStillIn: () => Promise<boolean>,
  over: AbortController,
): Promise<void> {
  while (!over.signal.aborted) {
    await stream.sleep(LOOK_EVERY_MS);
    if (!over.signal.aborted && !(await isStillIn().catch(() => false))) over.abort();
  }
}
