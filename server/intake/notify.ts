import { sql } from 'drizzle-orm';
import type { Database } from '../database/index.ts';

/** On which the matcher listens. */
export const EVENTS_CHANNEL = 'wend_events';

/**
 * Tells the matcher that events came. A statement of its own after the commit: inside one it would make commits queue up behind each
 * other. One is under way at a time, and says it for all that came meanwhile; a lost one costs the matcher's next look of its own.
 */
export function notifyMatcher(db: Database, onError: (error: unknown) => void): () => void {
  let isUnderWay = false;
  let isAsked = false;
  const say = async (): Promise<void> => {
    isUnderWay = true;
    while (isAsked) {
      isAsked = false;
      await db.execute(sql`select pg_notify(${EVENTS_CHANNEL}, '')`).catch(onError);
    }
    isUnderWay = false;
  };
  return () => {
    isAsked = true;
    if (!isUnderWay) void say();
  };
}
