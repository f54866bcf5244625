import { type Database, notifier } from '../database/index.ts';

/** On which the workers' lanes listen. */
export const TRIPS_CHANNEL = 'wend_trips';

/** Tells the workers that something lies in the outbox. A lost word costs the lanes' next look of their own. */
export const notifyLanes = (db: Database, onError: (error: unknown) => void): (() => void) =>
  notifier(db, TRIPS_CHANNEL, onError);
