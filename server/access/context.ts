import type { WorkspaceId } from '@wend/engine';
import type { Clock } from '../clock/index.ts';
import type { Database, Transaction } from '../database/index.ts';
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
  /** To read with: Postgres refuses what would write. */
  readonly db: Database;
  readonly clock: Clock;
  readonly trips: Trips;
  readonly workspaceId: WorkspaceId;
  readonly actor: Actor;
}

/** Where something is read: by a page, or within the transaction of a verb. */
export interface Scope extends Pick<Context, 'workspaceId'> {
  readonly db: Database | Transaction;
}

/** For whom something may be changed, too. */
export interface ActingContext extends Context {
  readonly writes: WriteHandle;
}
