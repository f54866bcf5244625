import type { ProfileId, RunId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { JourneyError, type Verb, verb, type Work } from '../access/index.ts';
import { exitRuns, retryParked, wakeRuns } from '../trips/index.ts';

interface Standing {
  readonly runId: RunId;
  readonly profileId: ProfileId;
  readonly waitId: string | null;
  readonly endedAt: string | null;
}
interface StandingRow {
  readonly [column: string]: unknown;
  readonly profile_id: ProfileId;
  readonly wait_id: string | null;
  readonly ended_at: string | null;
}

/** Ends a person's wait at once, as if its time had come. */
export const releaseRun = acting('release', async ({ tx, clock, workspaceId }, { runId, profileId, waitId }) => {
  if (waitId === null) throw new JourneyError('wrong-state', 'This person is not waiting for anything.');
  await tx.execute(sql`
    insert into wakes (workspace_id, profile_id, wait_id, run_id, kind, at)
    values (${workspaceId}, ${profileId}, ${waitId}, ${runId}, 'released', ${clock.sql})
    on conflict (workspace_id, profile_id, wait_id) do update set kind = 'released' where wakes.kind = 'changed'`);
  await wakeRuns(tx, clock, workspaceId, [{ profileId, runId }]);
});

/** Takes a person out of a journey. What is on its way is not called back. */
export const takeOut = acting('take-out', async (work, { runId, profileId, endedAt }, why: string) => {
  const { tx, clock, workspaceId, actor } = work;
  if (endedAt !== null) throw new JourneyError('wrong-state', 'This person has left the journey already.');
  const reason = { text: `Taken out by ${actor.name}${why === '' ? '' : `: ${why}`}` };
  const told = sql`select ${profileId}::uuid as profile_id, ${runId}::uuid as run_id, 'taken-out' as kind, null::uuid as event_id, ${JSON.stringify(reason)}::jsonb as reason`;
  await wakeRuns(tx, clock, workspaceId, await exitRuns(tx, clock, workspaceId, told));
});

/** Sets a person going again whom a fault has held up. */
export const retryRun = acting('retry', async ({ tx, clock, workspaceId }, { runId, profileId }) => {
  const retried = await retryParked(tx, clock, workspaceId, [{ profileId, runId }]);
  if (retried === 0) throw new JourneyError('wrong-state', 'Nothing holds this person up.');
});

/** A verb on one person's run. */
function acting<Args extends readonly unknown[]>(
  name: string,
  act: (work: Work, standing: Standing, ...args: Args) => Promise<void>,
): Verb<[runId: RunId, ...Args], void> {
  return verb({ needs: 'act-on-person', action: `run.${name}` }, async (work: Work, runId: RunId, ...args: Args) => {
    const [found] = await work.tx.execute<StandingRow>(sql`
      select r.profile_id, r.ended_at, w.id as wait_id from runs r
      left join waits w on w.workspace_id = r.workspace_id and w.profile_id = r.profile_id and w.run_id = r.id and w.closed_at is null
      where r.workspace_id = ${work.workspaceId} and r.id = ${runId}`);
    if (!found) throw new JourneyError('not-found', 'This person is not in the journey.');
    const { profile_id: profileId, wait_id: waitId, ended_at: endedAt } = found;
    await act(work, { runId, profileId, waitId, endedAt }, ...args);
    return { subject: `run:${runId}`, answer: undefined };
  });
}
