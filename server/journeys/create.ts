import { type JourneyDocumentInput, type JourneyId, parseJourney } from '@wend/engine';
import { audit, type Context, demand, JourneyError } from '../access/index.ts';
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
export async function createJourney(context: Context, document: unknown = blank): Promise<JourneyId> {
  demand(context.actor, 'edit-journey');
  const parsed = parseJourney(document);
  if (!parsed.ok) throw new JourneyError('invalid', 'This is not a journey.', { problems: parsed.problems });
  const { db, clock, workspaceId } = context;
  const id = newId<JourneyId>();
  await db.transaction(async (tx) => {
    await tx.insert(journeys).values({
      workspaceId,
      id,
      name: parsed.document.name,
      draft: parsed.document,
      draftUpdatedAt: clock.sql,
      createdAt: clock.sql,
    });
    await audit(tx, context, 'journey.create', `journey:${id}`);
  });
  return id;
}
