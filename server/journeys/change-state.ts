import type { JourneyId } from '@wend/engine';
import { and, eq, sql } from 'drizzle-orm';
import { audit, type Context, demand, JourneyError } from '../access/index.ts';
import type { Transaction } from '../database/index.ts';
import { type Journey, journeys, runs } from '../tables/index.ts';
import { type CatchUp, catchUp } from '../trips/index.ts';
import { holdJourney } from './find-journey.ts';

/** Freezes everybody where they stand. Nobody is lost: what comes due is caught up with at resume. */
export async function pauseJourney(context: Context, id: JourneyId): Promise<void> {
  await change(context, id, 'pause', ['live'], async (tx) => {
    await set(tx, context, id, { state: 'paused', pausedAt: context.clock.sql });
  });
}

/** Goes on, with those who came due meanwhile as `choice` says. */
export async function resumeJourney(context: Context, id: JourneyId, choice: CatchUp): Promise<void> {
  await change(context, id, 'resume', ['paused'], async (tx) => {
    await set(tx, context, id, { state: 'live', pausedAt: null });
    await catchUp(tx, context.clock, context.workspaceId, id, choice);
  });
  context.trips.look();
}

/** Nobody enters any more; those inside go on to their end. */
export async function stopJourney(context: Context, id: JourneyId): Promise<void> {
  await change(context, id, 'stop', ['live', 'paused'], async (tx, journey) => {
    await set(tx, context, id, { state: 'stopped', pausedAt: null });
    if (journey.state === 'paused') await catchUp(tx, context.clock, context.workspaceId, id, { kind: 'now' });
  });
  context.trips.look();
}

/** A journey that was never published leaves nothing behind. */
export async function deleteJourney(context: Context, id: JourneyId): Promise<void> {
  await change(context, id, 'delete', ['draft'], async (tx) => {
    await tx.delete(journeys).where(and(eq(journeys.workspaceId, context.workspaceId), eq(journeys.id, id)));
  });
}

/** How many would be caught up with, and how late the first of them is. */
export async function resumePreview({ db, clock, workspaceId }: Context, id: JourneyId) {
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

async function change(
  context: Context,
  id: JourneyId,
  verb: string,
  from: readonly Journey['state'][],
  work: (tx: Transaction, journey: Journey) => Promise<void>,
): Promise<void> {
  demand(context.actor, 'publish-journey');
  await context.db.transaction(async (tx) => {
    const journey = await holdJourney(tx, context, id);
    if (!from.includes(journey.state))
      throw new JourneyError('wrong-state', `A journey that is ${journey.state} cannot do that.`);
    await work(tx, journey);
    await audit(tx, context, `journey.${verb}`, `journey:${id}`);
  });
}

async function set(
  tx: Transaction,
  { workspaceId }: Context,
  id: JourneyId,
  values: Parameters<ReturnType<Transaction['update']>['set']>[0],
): Promise<void> {
  await tx
    .update(journeys)
    .set(values)
    .where(and(eq(journeys.workspaceId, workspaceId), eq(journeys.id, id)));
}
