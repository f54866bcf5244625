import type { CallId, JsonObject, ProfileId, WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import type { Clock } from '../clock/index.ts';
import { type Database, records } from '../database/index.ts';
import type { CallState } from '../tables/index.ts';

export interface CallSettlement {
  readonly profileId: ProfileId;
  readonly id: CallId;
  readonly state: CallState;
  readonly output?: JsonObject | undefined;
  readonly error?: string | undefined;
  /** When it is looked at again. */
  readonly dueInMs?: number | undefined;
}

/** The outcome of a call is a fact; it is written by id. One that has been settled, by a fast callback, stays settled. */
export async function settleCalls(
  db: Database,
  clock: Clock,
  workspaceId: WorkspaceId,
  settlements: readonly CallSettlement[],
): Promise<void> {
  await db.execute(sql`
    update calls c set state = given.state, output = given.output, error = given.error, claim = null, lease_until = null,
      due_at = case when given.due_in_ms is null then c.due_at else ${clock.sql} + given.due_in_ms * interval '1 millisecond' end,
      settled_at = case when given.state in ('done', 'failed', 'unknown') then ${clock.sql} end
    from ${records('given', settlements, { profileId: 'uuid', id: 'uuid', state: 'text', output: 'jsonb', error: 'text', dueInMs: 'bigint' })}
    where c.workspace_id = ${workspaceId} and c.profile_id = given.profile_id and c.id = given.id and c.state = 'calling'`);
}
