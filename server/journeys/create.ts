import { type JourneyDocumentInput, type JourneyId, parseJourney } from '@wend/engine';
import { JourneyError, verb, type Work } from '../access/index.ts';
import { newId } from '../ids/index.ts';
import { journeys } from '../tables/index.ts';

const blank: JourneyDocumentInput = {
  format: 1,
  name: 'New journey',
  entry: { kind: 'event', event: '' },
  steps: {},
  edges: [],
};

/** Starts a journey as a draft, blank or from a document (a template, another journey). */
export const createJourney = verb(
  { needs: 'edit-journey', action: 'journey.create' },
  async ({ tx, clock, workspaceId }: Work, document: unknown = blank) => {
    const parsed = parseJourney(document);
    if (!parsed.ok) throw new JourneyError('invalid', 'This is not a journey.', { problems: parsed.problems });
    const id = newId<JourneyId>();
    await tx.insert(journeys).values({
      workspaceId,
      id,
      name: parsed.document.name,
      draft: parsed.document,
      draftUpdatedAt: clock.sql,
      createdAt: clock.sql,
    });
    return { subject: `journey:${id}`, answer: id };
  },
);
