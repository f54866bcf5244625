import type { WorkspaceId } from '@wend/engine';
import type { Clock } from '../clock/index.ts';
import type { Database } from '../database/index.ts';
import type { Role } from '../tables/index.ts';
import type { Trips } from '../trips/index.ts';

export interface Actor {
  /** `user:…`, `key:…` or `system`. */
  readonly id: string;
  readonly name: string;
  readonly role: Role;
}

/** What a verb works with: one workspace, who asks, and what time it is. */
export interface Context {
  readonly db: Database;
  readonly clock: Clock;
  readonly trips: Trips;
  readonly workspaceId: WorkspaceId;
  readonly actor: Actor;
}
