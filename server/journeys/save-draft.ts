import { type JourneyId, parseJourney } from '@wend/engine';
import { and, eq } from 'drizzle-orm';
import { audit, type Context, demand, JourneyError } from '../access/index.ts';
import { journeys } from '../tables/index.ts';
import { holdJourney } from './find-journey.ts';

/** Saves the draft on top of the revision it was made from; answers the new one. What is live does not change. */
export async function saveDraft(context: Context, id: JourneyId, revision: number, document: unknown): Promise<number> {
  demand(context.actor, 'edit-journey');
  const parsed = parseJourney(document);
  if (!parsed.ok) throw new JourneyError('invalid', 'The draft could not be read.', { problems: parsed.problems });
  const { db, clock, workspaceId } = context;
  return db.transaction(async (tx) => {
    const journey = await holdJourney(tx, context, id);
    if (journey.revision !== revision)
      throw new JourneyError('revision-changed', 'Somebody else has changed this draft.', {
        detail: { revision: journey.revision, draft: journey.draft },
      });
    const next = revision + 1;
    await tx
      .update(journeys)
      .set({ draft: parsed.document, name: parsed.document.name, revision: next, draftUpdatedAt: clock.sql })
      .where(and(eq(journeys.workspaceId, workspaceId), eq(journeys.id, id)));
    await audit(tx, context, 'journey.save-draft', `journey:${id}`, { revision: next });
    return next;
  });
}
