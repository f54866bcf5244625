import { sql } from 'drizzle-orm';
import type { Database } from './connect.ts';

/**
 * Says on this channel that something is there. A statement of its own after the commit: inside one it would make commits queue up behind
 * each other. One is under way at a time, and says it for all that came meanwhile.
 */
export function notifier(db: Database, channel: string, onError: (error: unknown) => void): () => void {
  let isUnderWay = false;
  let isAsked = false;
  const say = async (): Promise<void> => {
    isUnderWay = true;
    while (isAsked) {
      isAsked = false;
      await db.execute(sql`select pg_notify(${channel}, '')`).catch(onError);
    }
    isUnderWay = false;
  };
  return () => {
    isAsked = true;
    if (!isUnderWay) void say();
  };
}
