import type { WorkspaceId } from '@wend/engine';
import type { Clock } from '../clock/index.ts';
import type { Database } from '../database/index.ts';
import type { ReadPool } from '../database/read-pool.ts';
import type { Trips } from '../trips/index.ts';
import { holderOf, type KeyHolder } from './api-keys.ts';
import type { Auth } from './auth.ts';
import type { ActingContext, Context } from './context.ts';
import { JourneyError } from './journey-error.ts';
import { type Membership, memberIn, membershipsOf, type User } from './members.ts';
import { WriteHandle } from './write-handle.ts';

/** Somebody who has shown who they are. */
export interface Asker {
  readonly user: User;
  /** Where a program asks with its key instead of a member with a session. */
  readonly keyHolder: KeyHolder | undefined;
}

export interface WhoAskedParts {
  /** The whole of it: who asks is looked for before a workspace is known. */
  readonly db: Database;
  readonly reads: ReadPool;
  readonly auth: Pick<Auth, 'userOf'>;
  readonly clock: Clock;
  readonly trips: Trips;
}

/**
 * Finds out who asks, and opens to them the workspaces that are theirs: the only way in which routes come to a database. Of all workspaces
 * it reads who holds a key, and of which ones somebody is a member.
 */
export class WhoAsked {
  readonly #parts: WhoAskedParts;
  readonly #writes: WriteHandle;

  constructor(parts: WhoAskedParts) {
    this.#parts = parts;
    this.#writes = new WriteHandle(parts.db);
  }

  /** A program by its key, or a member by the session cookie. A bad key is refused, also beside a good session. */
  async askerOf(headers: Headers): Promise<Asker | undefined> {
    const { db, auth } = this.#parts;
    const key = /^bearer +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1];
    if (key === undefined) {
      const user = await auth.userOf(headers);
      return user && { user: { id: user.id, name: user.name, email: user.email }, keyHolder: undefined };
    }
    const keyHolder = await holderOf(db, key);
    if (!keyHolder) throw new JourneyError('signed-out', 'The key is unknown or revoked.');
    const { id, name } = keyHolder.actor;
    return { user: { id, name, email: '' }, keyHolder };
  }

  /** The workspaces that somebody is a member of. */
  workspacesOf({ id }: User): Promise<readonly Membership[]> {
    return membershipsOf(this.#parts.db, id);
  }

  /** What an asker works with in a workspace; undefined where it is not theirs. */
  async contextIn(
    workspaceId: WorkspaceId,
    { user, keyHolder }: Asker,
  ): Promise<(Context & ActingContext) | undefined> {
    if (keyHolder && keyHolder.workspaceId !== workspaceId) return undefined;
    const { reads, clock, trips } = this.#parts;
    const db = reads.in(workspaceId);
    const actor = keyHolder?.actor ?? (await memberIn({ db, workspaceId }, user));
    return actor && { db, writes: this.#writes, clock, trips, workspaceId, actor };
  }
}
