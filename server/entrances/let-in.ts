import { type JourneyId, journeyDocument } from '@wend/engine';
import { and, desc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { type Context, JourneyError, verb, type Work } from '../access/index.ts';
import { id, moment } from '../answers/index.ts';
import { findJourney, holdJourney } from '../journeys/find-journey.ts';
import { type Entrance, entrances, journeyVersions } from '../tables/index.ts';
import { begin } from './begin.ts';

export const entranceView = z
  .object({
    id,
    segmentId: id,
    cause: z.enum(['published', 'asked']),
    state: z
      .enum(['running', 'done', 'stopped'])
      .meta({ description: '`stopped`: the journey was stopped, or lets in others now, before everybody was in' }),
    entered: z.int().meta({ description: 'How many entered so far' }),
    startedAt: moment,
    endedAt: moment.exactOptional(),
  })
  .meta({ id: 'Entrance', description: 'A crowd on its way into a journey' });

/** Lets everybody in who is in the journey's segment now. Asked twice at once, it happens once. */
export const letSegmentIn = verb(
  { needs: 'publish-journey', action: 'journey.let-in' },
  async (work: Work, journeyId: JourneyId) => {
    const { state, liveVersionId } = await holdJourney(work, journeyId);
    if ((state !== 'live' && state !== 'paused') || liveVersionId === null)
      throw new JourneyError('wrong-state', `A journey that is ${state} lets nobody in.`);
    const [version] = await work.tx
      .select({ document: journeyVersions.document })
      .from(journeyVersions)
      .where(and(eq(journeyVersions.workspaceId, work.workspaceId), eq(journeyVersions.id, liveVersionId)));
    const entry = journeyDocument.shape.entry.parse(version?.document.entry);
    if (entry.kind !== 'segment') throw new JourneyError('wrong-state', 'No segment enters this journey.');
    const entranceId = await begin(work, journeyId, entry, 'asked');
    return { subject: `journey:${journeyId}`, answer: entranceId, detail: { entranceId } };
  },
);

/** The last crowds of a journey, the newest first. */
export async function listEntrances(
  context: Context,
  journeyId: JourneyId,
): Promise<readonly z.infer<typeof entranceView>[]> {
  await findJourney(context, journeyId);
  const rows = await context.db
    .select()
    .from(entrances)
    .where(and(eq(entrances.workspaceId, context.workspaceId), eq(entrances.journeyId, journeyId)))
    .orderBy(desc(entrances.id))
    .limit(50);
  return rows.map(viewOf);
}

function viewOf({ id, segmentId, cause, state, entered, startedAt, endedAt }: Entrance): z.infer<typeof entranceView> {
  return {
    id,
    segmentId,
    cause,
    state,
    entered,
    startedAt: new Date(startedAt).toISOString(),
    ...(endedAt === null ? {} : { endedAt: new Date(endedAt).toISOString() }),
  };
}
