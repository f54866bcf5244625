import type { WorkspaceId } from '@wend/engine';
import type { Clock } from '../clock/index.ts';
import type { Reading, WorkspaceReads } from '../database/index.ts';
import type { Role } from '../tables/index.ts';
import type { Trips } from '../trips/index.ts';
import type { WriteHandle } from './write-handle.ts';

export interface Actor {
  /** `user:…`, `key:…` or `system`. */
  readonly id: string;
  readonly name: string;
  readonly role: Role;
}

/** For whom something is read: one workspace, who asks, and what time it is. */
export interface Context {
  /** To read with: Postgres shows this workspace alone, and refuses what would write. */
  readonly db: WorkspaceReads;
  readonly clock: Clock;
  readonly trips: Trips;
  readonly workspaceId: WorkspaceId;
  readonly actor: Actor;
}

/** Where something is read: by a page, or within the transaction of a verb. */
export interface Scope extends Pick<Context, 'workspaceId'> {
  readonly db: Reading;
}

/** For whom something may be changed; a verb reads in its own transaction. */
export interface ActingContext extends Omit<Context, 'db'> {
  readonly writes: WriteHandle;
}
