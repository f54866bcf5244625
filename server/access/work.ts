import type { JsonObject } from '@wend/engine';
import type { WorkspaceTransaction } from '../database/index.ts';
import type { Context } from './context.ts';

/** What a verb that writes works with: its one transaction, in which Postgres shows this workspace alone. */
export type Work = Omit<Context, 'db'> & { readonly tx: WorkspaceTransaction };

/** What a verb has done, and to what. */
export interface Done<Answer> {
  /** `journey:…`, `run:…`, as the audit log names it. */
  readonly subject: string;
  readonly answer: Answer;
  /** What else the audit log keeps; nothing personal. */
  readonly detail?: JsonObject | undefined;
  /** Called once it is committed. */
  readonly after?: (() => void) | undefined;
}
