import type { LogFormat } from '../settings/index.ts';
import { makeLog } from '../watch/log.ts';

/** What whoever started Wend reads of it. */
export interface Printer {
  readonly format: LogFormat;
  readonly say: (line: string) => void;
  /** The last word: why it ends. */
  readonly giveUp: (error: unknown) => void;
}

/** Sentences for a terminal; lines of JSON, as those of the roles beside them, for what gathers logs. */
export function printerFor(format: LogFormat): Printer {
  const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
  if (format === 'text') {
    return { format, say: (line) => console.log(line), giveUp: (error) => console.error(`wend: ${wordsOf(error)}`) };
  }
  const log = makeLog({ role: 'supervisor', level: 'info', to: [1] });
  return { format, say: (line) => log.info(line.trim()), giveUp: (error) => log.error(wordsOf(error)) };
}
