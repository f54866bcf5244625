import type { Writable } from 'node:stream';
import { pino } from 'pino';
import { impersonal } from '../database/index.ts';
import type { LogLevel } from '../settings/index.ts';

/**
 * What a line may say beside its words: ids, numbers and names of our own. Nothing of a person has a place here: no address, no name, no
 * words of a message, no path as it was asked for.
 */
export interface About {
  readonly requestId?: string | undefined;
  readonly workspaceId?: string | undefined;
  readonly journeyId?: string | undefined;
  readonly convoyId?: string | undefined;
  readonly entranceId?: string | undefined;
  readonly runId?: string | undefined;
  readonly eventId?: string | undefined;
  readonly messageId?: string | undefined;
  /** Stands aside until somebody tries it again. */
  readonly isParked?: boolean | undefined;
  readonly method?: string | undefined;
  /** As it is declared, `/api/w/:workspaceId/journeys`. */
  readonly route?: string | undefined;
  readonly status?: number | undefined;
  readonly stage?: string | undefined;
  readonly lane?: string | undefined;
  readonly workflowId?: string | undefined;
  readonly activity?: string | undefined;
  readonly count?: number | undefined;
  readonly tookMs?: number | undefined;
}

/** Lines of JSON, one a happening: role, level and instant, the ids it is about, and a sentence. */
export interface Log {
  readonly debug: (words: string, about?: About) => void;
  readonly info: (words: string, about?: About) => void;
  readonly warn: (words: string, about?: About) => void;
  readonly error: (words: string, about?: About) => void;
  /** What went wrong, without the values that it went wrong with. */
  readonly fault: (error: unknown, about?: About, level?: 'warn' | 'error') => void;
}

export interface LogOptions {
  readonly role: string;
  readonly level: LogLevel;
  /** File descriptors, each of which gets every line; a stream in tests. */
  readonly to: readonly (number | Writable)[];
}

export function makeLog({ role, level, to }: LogOptions): Log {
  const streams = to.map((one) => ({ level, stream: typeof one === 'number' ? descriptor(one) : one }));
  const settings = {
    level,
    base: { role, pid: process.pid },
    messageKey: 'message',
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const lines = pino(settings, pino.multistream(streams));
  return {
    debug: (words, about = {}) => lines.debug(about, words),
    info: (words, about = {}) => lines.info(about, words),
    warn: (words, about = {}) => lines.warn(about, words),
    error: (words, about = {}) => lines.error(about, words),
    fault(error, about = {}, grade = 'error') {
      const { message, stack } = impersonal(error);
      lines[grade]({ ...about, stack }, message);
    },
  };
}

/** Where nobody reads it. */
export const noLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {}, fault: () => {} };

/** Written before the call returns, so that the last words of a process that dies are there. Whoever read it may be gone. */
function descriptor(fd: number): ReturnType<typeof pino.destination> {
  const stream = pino.destination({ fd, sync: true });
  stream.on('error', () => {});
  return stream;
}
