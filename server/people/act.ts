import type { ProfileId, RunId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { audit, type Context, demand, JourneyError } from '../access/index.ts';
import type { Transaction } from '../database/index.ts';
import { exitRuns, retryParked, wakeRuns } from '../trips/index.ts';

interface Standing {
  readonly [column: string]: unknown;
  readonly profile_id: ProfileId;
  readonly wait_id: string | null;
  readonly ended_at: string | null;
}

/** Ends a person's wait at once, as if its time had come. */
export async function releaseRun(context: Context, runId: RunId): Promise<void> {
  await act(context, runId, 'run.release', async (tx, { profile_id: profileId, wait_id }) => {
    if (wait_id === null) throw new JourneyError('wrong-state', 'This person is not waiting for anything.');
    await tx.execute(sql`
      insert into wakes (workspace_id, profile_id, wait_id, run_id, kind, at)
      values (${context.workspaceId}, ${profileId}, ${wait_id}, ${runId}, 'released', ${context.clock.sql})
      on conflict (workspace_id, profile_id, wait_id) do update set kind = 'released' where wakes.kind = 'changed'`);
    await wakeRuns(tx, context.clock, context.workspaceId, [{ profileId, runId }]);
  });
}

/** Takes a person out of a journey. What is on its way is not called back. */
export async function takeOut(context: Context, runId: RunId, why: string): Promise<void> {
  await act(context, runId, 'run.take-out', async (tx, { profile_id: profileId, ended_at }) => {
    if (ended_at !== null) throw new JourneyError('wrong-state', 'This person has left the journey already.');
    const reason = { text: `Taken out by ${context.actor.name}${why === '' ? '' : `: ${why}`}` };
    const told = sql`select ${profileId}::uuid as profile_id, ${runId}::uuid as run_id, 'taken-out' as kind, null::uuid as event_id, ${JSON.stringify(reason)}::jsonb as reason`;
    await wakeRuns(
      tx,
      context.clock,
      context.workspaceId,
      await exitRuns(tx, context.clock, context.workspaceId, told),
    );
  });
}

/** Sets a person going again whom a fault has held up. */
export async function retryRun(context: Context, runId: RunId): Promise<void> {
  await act(context, runId, 'run.retry', async (tx, { profile_id: profileId }) => {
    const retried = await retryParked(tx, context.clock, context.workspaceId, [{ profileId, runId }]);
    if (retried === 0) throw new JourneyError('wrong-state', 'Nothing holds this person up.');
  });
}

async function act(
  context: Context,
  runId: RunId,
  action: string,
  work: (tx: Transaction, standing: Standing) => Promise<void>,
): Promise<void> {
  demand(context.actor, 'act-on-person');
  await context.db.transaction(async (tx) => {
    const [standing] = await tx.execute<Standing>(sql`
      select r.profile_id, r.ended_at, w.id as wait_id from runs r
      left join waits w on w.workspace_id = r.workspace_id and w.profile_id = r.profile_id and w.run_id = r.id and w.closed_at is null
      where r.workspace_id = ${context.workspaceId} and r.id = ${runId}`);
    if (!standing) throw new JourneyError('not-found', 'This person is not in the journey.');
    await work(tx, standing);
    await audit(tx, context, action, `run:${runId}`);
  });
  context.trips.look();
}
