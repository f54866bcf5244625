import type { JourneyId } from '@wend/engine';
import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Context, JourneyError, type Verb, verb, type Work } from '../access/index.ts';
import { moment } from '../answers/index.ts';
import { type Journey, journeys, runs } from '../tables/index.ts';
import { askEntrances, type CatchUp, catchUp } from '../trips/index.ts';
import { holdJourney } from './find-journey.ts';

/** Freezes everybody where they stand. Nobody is lost: what comes due is caught up with at resume. */
export const pauseJourney = changing('pause', ['live'], async (work, { id }) => {
  await set(work, id, { state: 'paused', pausedAt: work.clock.sql });
});

/** Goes on, with those who came due meanwhile as `choice` says. */
export const resumeJourney = changing('resume', ['paused'], async (work, { id }, choice: CatchUp) => {
  await set(work, id, { state: 'live', pausedAt: null });
  await catchUp(work.tx, work.clock, work.workspaceId, id, choice);
  await askEntrances(work.tx, work.clock, sql`workspace_id = ${work.workspaceId} and journey_id = ${id}`);
});

/** Nobody enters any more; those inside go on to their end. */
export const stopJourney = changing('stop', ['live', 'paused'], async (work, { id, state }) => {
  await set(work, id, { state: 'stopped', pausedAt: null });
  if (state === 'paused') await catchUp(work.tx, work.clock, work.workspaceId, id, { kind: 'now' });
});

/** A journey that was never published leaves nothing behind. */
export const deleteJourney = changing('delete', ['draft'], async ({ tx, workspaceId }, { id }) => {
  await tx.delete(journeys).where(and(eq(journeys.workspaceId, workspaceId), eq(journeys.id, id)));
});

export const dueAtResume = z.object({ due: z.int(), oldestDueAt: moment.exactOptional() }).meta({
  id: 'DueAtResume',
  description: 'How many would be caught up with, and since when the first of them is due',
});

/** How many would be caught up with, and how late the first of them is. */
export async function resumePreview(
  { db, clock, workspaceId }: Context,
  id: JourneyId,
): Promise<z.infer<typeof dueAtResume>> {
  const [row] = await db
    .select({ due: sql<number>`count(*)::int`, oldestDueAt: sql<string | null>`min(${runs.dueAt})` })
    .from(runs)
    .where(
      and(
        eq(runs.workspaceId, workspaceId),
        eq(runs.journeyId, id),
        sql`${runs.endedAt} is null and ${runs.dueAt} <= ${clock.sql}`,
      ),
    );
  return { due: row?.due ?? 0, ...(row?.oldestDueAt ? { oldestDueAt: new Date(row.oldestDueAt).toISOString() } : {}) };
}

/** A verb that takes a journey out of one of these states. */
function changing<Args extends readonly unknown[]>(
  name: string,
  from: readonly Journey['state'][],
  change: (work: Work, journey: Journey, ...args: Args) => Promise<void>,
): Verb<[id: JourneyId, ...Args], void> {
  return verb(
    { needs: 'publish-journey', action: `journey.${name}` },
    async (work: Work, id: JourneyId, ...args: Args) => {
      const journey = await holdJourney(work, id);
      if (!from.includes(journey.state))
        throw new JourneyError('wrong-state', `A journey that is ${journey.state} cannot do that.`);
      await change(work, journey, ...args);
      return { subject: `journey:${id}`, answer: undefined };
    },
  );
}

async function set(
  { tx, workspaceId }: Work,
  id: JourneyId,
  values: Parameters<ReturnType<Work['tx']['update']>['set']>[0],
): Promise<void> {
  await tx
    .update(journeys)
    .set(values)
    .where(and(eq(journeys.workspaceId, workspaceId), eq(journeys.id, id)));
}
