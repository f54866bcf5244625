import type { Instant, WorkspaceId } from '@wend/engine';

/** Of whose people a condition is asked, and as of when. */
export interface Asked {
  readonly workspaceId: WorkspaceId;
  readonly now: Instant;
}
