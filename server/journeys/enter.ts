import type { JourneyId, JsonObject } from '@wend/engine';
import { JourneyError, verb, type Work } from '../access/index.ts';
import { newId } from '../ids/index.ts';
import { acceptEvents } from '../intake/index.ts';
import { findJourney } from './find-journey.ts';

interface Entering {
  readonly userId: string;
  readonly properties: JsonObject;
}

/** Lets a person enter a journey whose entry is the API; as an event, so that it takes the way of all others. */
export const enterJourney = verb(
  { needs: 'act-on-person', action: 'journey.enter' },
  async ({ tx, clock, workspaceId }: Work, hint: () => void, id: JourneyId, { userId, properties }: Entering) => {
    const journey = await findJourney({ db: tx, workspaceId }, id);
    if (journey.state === 'draft' || journey.state === 'stopped')
      throw new JourneyError('wrong-state', `A journey that is ${journey.state} lets nobody in.`);
    const event = { type: 'track', messageId: newId(), userId, event: `$enter:${id}`, properties };
    const { eventIds, rejected } = await acceptEvents({ db: tx, clock }, workspaceId, { kind: 'product' }, [event]);
    const [eventId] = eventIds;
    if (eventId === undefined) throw new JourneyError('invalid', rejected[0]?.reason ?? 'This event cannot be stored.');
    return { subject: `journey:${id}`, answer: eventId, detail: { eventId }, after: hint };
  },
);
