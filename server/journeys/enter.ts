import type { JourneyId, JsonObject } from '@wend/engine';
import { audit, type Context, demand, JourneyError } from '../access/index.ts';
import { newId } from '../ids/index.ts';
import { acceptEvents } from '../intake/index.ts';
import { findJourney } from './find-journey.ts';

/** Lets a person enter a journey whose entry is the API; as an event, so that it takes the way of all others. */
export async function enterJourney(
  context: Context,
  hint: () => void,
  id: JourneyId,
  { userId, properties }: { readonly userId: string; readonly properties: JsonObject },
): Promise<string> {
  demand(context.actor, 'act-on-person');
  const { db, clock, workspaceId } = context;
  const journey = await findJourney(context, id);
  if (journey.state === 'draft' || journey.state === 'stopped')
    throw new JourneyError('wrong-state', `A journey that is ${journey.state} lets nobody in.`);
  const event = { type: 'track', messageId: newId(), userId, event: `$enter:${id}`, properties };
  const { eventIds, rejected } = await acceptEvents({ db, clock, hint }, workspaceId, { kind: 'product' }, [event]);
  const [eventId] = eventIds;
  if (eventId === undefined) throw new JourneyError('invalid', rejected[0]?.reason ?? 'This event cannot be stored.');
  await db.transaction((tx) => audit(tx, context, 'journey.enter', `journey:${id}`, { eventId }));
  return eventId;
}
