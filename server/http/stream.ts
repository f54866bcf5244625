import type { Context } from 'hono';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import type { ApiDeps, Env } from './env.ts';

const LOOK_EVERY_MS = 1_000;

/**
 * Server-sent events for as long as who asks may read: signing out, a revoked key, a lost membership end them within two seconds.
 * `work` is to end when its signal does; a fault ends it too, and is told to the log alone.
 */
export function streamWhileIn(
  { onError }: Pick<ApiDeps, 'onError'>,
  c: Context<Env>,
  work: (events: SSEStreamingApi, signal: AbortSignal) => Promise<void>,
): Response {
  const [isStillIn, requestId] = [c.get('isStillIn'), c.get('requestId')];
  return streamSSE(c, async (events) => {
    const over = new AbortController();
    events.onAbort(() => over.abort());
    void endWhenOut(events, isStillIn, over);
    try {
      await work(events, over.signal);
    } catch (error) {
      if (!over.signal.aborted) onError(error, requestId);
    } finally {
      over.abort();
    }
  });
}

/** Who cannot be asked is out: the browser comes back, and is asked then. */
async function endWhenOut(
  events: SSEStreamingApi,
  isStillIn: () => Promise<boolean>,
  over: AbortController,
): Promise<void> {
  while (!over.signal.aborted) {
    await events.sleep(LOOK_EVERY_MS);
    if (!over.signal.aborted && !(await isStillIn().catch(() => false))) over.abort();
  }
}
