import { type Database, notifier } from '../database/index.ts';

/** On which the matcher listens. */
export const EVENTS_CHANNEL = 'wend_events';

/** Tells the matcher that events came. A lost word costs its next look of its own. */
export const notifyMatcher = (db: Database, onError: (error: unknown) => void): (() => void) =>
  notifier(db, EVENTS_CHANNEL, onError);
