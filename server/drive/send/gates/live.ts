import type { MessageId, RunId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { records } from '../../../database/index.ts';
import { hasExit, isPaused } from '../../due.ts';
import type { Held } from '../candidate.ts';
import type { Gate } from '../gate-context.ts';

/** The run is ours, live and not exited; its journey is not paused. Read after the lock, so that it is true at the send. */
export const live: Gate = async ({ tx, trip }, standing) => {
  const keys = standing.map(({ run: { profileId, id } }) => ({ profileId, id }));
  const rows = await tx.execute<{ id: RunId }>(sql`
    select runs.id from ${records('given', keys, { profileId: 'uuid', id: 'uuid' })}
    join runs on runs.workspace_id = ${trip.workspaceId} and runs.profile_id = given.profile_id and runs.id = given.id
    where runs.claim = ${trip.claim} and runs.ended_at is null and not ${hasExit} and not ${isPaused}`);
  const standingStill = new Set(rows.map(({ id }) => id));
  return new Map<MessageId, Held>(
    standing.filter(({ run }) => !standingStill.has(run.id)).map(({ message }) => [message.id, { kind: 'gone' }]),
  );
};
