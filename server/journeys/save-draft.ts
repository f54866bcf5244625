import { type JourneyId, parseJourney } from '@wend/engine';
import { and, eq } from 'drizzle-orm';
import { JourneyError, verb, type Work } from '../access/index.ts';
import { journeys } from '../tables/index.ts';
import { holdJourney } from './find-journey.ts';

/** Saves the draft on top of the revision it was made from; answers the new one. What is live does not change. */
export const saveDraft = verb(
  { needs: 'edit-journey', action: 'journey.save-draft' },
  async (work: Work, id: JourneyId, revision: number, document: unknown) => {
    const parsed = parseJourney(document);
    if (!parsed.ok) throw new JourneyError('invalid', 'The draft could not be read.', { problems: parsed.problems });
    const { tx, clock, workspaceId } = work;
    const journey = await holdJourney(work, id);
    if (journey.revision !== revision)
      throw new JourneyError('revision-changed', 'Somebody else has changed this draft.', {
        detail: { revision: journey.revision, draft: journey.draft },
      });
    const next = revision + 1;
    await tx
      .update(journeys)
      .set({ draft: parsed.document, name: parsed.document.name, revision: next, draftUpdatedAt: clock.sql })
      .where(and(eq(journeys.workspaceId, workspaceId), eq(journeys.id, id)));
    return { subject: `journey:${id}`, answer: next, detail: { revision: next } };
  },
);
