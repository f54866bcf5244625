import type { CallId, WorkspaceId } from '@wend/engine';
import type { Clock } from '../clock/index.ts';
import type { Database } from '../database/index.ts';
import type { PerformServices, Performs } from './define-perform.ts';

export interface PerformDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly performs: Performs;
  /** Where the outcome of a call may be told later. */
  readonly callBackAt: (id: CallId) => string;
  readonly services: (workspaceId: WorkspaceId) => PerformServices;
}
