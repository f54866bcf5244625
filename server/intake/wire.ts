import { isJsonObject, type JsonObject } from '@wend/engine';
import { z } from 'zod';
import { newId } from '../ids/index.ts';
import type { EventType } from '../tables/index.ts';
import type { ReadEvent, Rejection } from './contract.ts';
import { moment } from './moment.ts';
import { obstacleIn } from './storable.ts';

export const EVENT_BYTES = 32 * 1024;
/** Names of events that only the product itself may send. */
export const RESERVED = '$enter:';

const notId = 'An id is a text of at most 255 characters, or a number';
const id = z
  .union([z.string().max(255, notId), z.number().transform(String)], notId)
  .nullish()
  .transform((value) => (value === null || value === '' ? undefined : value));
const textOf = (most: number) => z.string('Not a text').max(most, `At most ${most} characters`);
const object = z
  .custom<JsonObject>(isJsonObject, 'Not an object')
  .nullish()
  .transform((value): JsonObject => value ?? {});

const wireEvent = z.object({
  type: z.enum(
    ['track', 'identify', 'page', 'screen', 'group', 'alias'],
    'A type is track, identify, page, screen, group or alias',
  ),
  messageId: textOf(255).nullish(),
  userId: id,
  anonymousId: id,
  previousId: id,
  groupId: id,
  event: textOf(200).trim().min(1, 'A track names its event').nullish(),
  name: textOf(500).nullish(),
  properties: object,
  traits: object,
  context: object,
  timestamp: moment,
  originalTimestamp: moment,
  sentAt: moment,
});
type WireEvent = z.infer<typeof wireEvent>;

/** What holds for all events of a request. */
export interface Envelope {
  readonly sentAt?: unknown;
  /** The product itself may use reserved names. */
  readonly trusted: boolean;
}

/** Reads one event, or says in a sentence why it is refused. */
export function readEvent(raw: unknown, index: number, envelope: Envelope): ReadEvent | Rejection {
  const messageId =
    isJsonObject(raw) && typeof raw['messageId'] === 'string' && obstacleIn(raw['messageId']) === undefined
      ? raw['messageId'].slice(0, 255)
      : undefined;
  const rejected = (reason: string, field?: string): Rejection => ({ index, messageId, reason, field });
  if (!isJsonObject(raw)) return rejected('An event is an object');
  const obstacle = obstacleIn(raw);
  if (obstacle) return rejected(obstacle.reason, obstacle.field);
  if (Buffer.byteLength(JSON.stringify(raw)) > EVENT_BYTES) return rejected('Larger than 32 KB');
  const parsed = wireEvent.safeParse(raw);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return rejected(issue?.message ?? 'Not an event', issue?.path.join('.'));
  }
  const missing = whatIsMissing(parsed.data, envelope.trusted);
  return missing ? rejected(missing.reason, missing.field) : eventOf(parsed.data, envelope);
}

function whatIsMissing(
  event: WireEvent,
  trusted: boolean,
): { readonly reason: string; readonly field: string } | undefined {
  if (event.userId === undefined && event.anonymousId === undefined)
    return { reason: 'Neither userId nor anonymousId', field: 'userId' };
  if (event.type === 'track' && !event.event) return { reason: 'A track names its event', field: 'event' };
  if (event.type === 'alias' && event.previousId === undefined)
    return { reason: 'An alias names the previousId', field: 'previousId' };
  if (event.type === 'alias' && event.userId === undefined)
    return { reason: 'An alias names the userId', field: 'userId' };
  if (!trusted && event.event?.startsWith(RESERVED))
    return { reason: `Names that begin with ${RESERVED} are kept for the product`, field: 'event' };
  return undefined;
}

function eventOf(event: WireEvent, envelope: Envelope): ReadEvent {
  const { type, userId, anonymousId, previousId, traits, context } = event;
  const sentAt = event.sentAt ?? moment.safeParse(envelope.sentAt).data;
  // RudderStack's SDK fills originalTimestamp with the moment of the call, also where the caller gave a timestamp.
  const originalAt = event.timestamp ?? event.originalTimestamp;
  const named = event.name && (type === 'page' || type === 'screen') ? { name: event.name } : {};
  const grouped = event.groupId !== undefined && type === 'group' ? { groupId: event.groupId } : {};
  const properties = { ...named, ...grouped, ...event.properties };
  return {
    messageId: event.messageId || newId(),
    type,
    name: nameOf(event),
    userId,
    anonymousId,
    previousId,
    properties,
    traits,
    context,
    originalAt,
    sentAt,
  };
}

const nameOfType: Readonly<Record<Exclude<EventType, 'track'>, string>> = {
  identify: 'identify',
  page: 'Page Viewed',
  screen: 'Screen Viewed',
  group: 'group',
  alias: 'alias',
};

function nameOf({ type, event }: WireEvent): string {
  return type === 'track' ? (event ?? '') : nameOfType[type];
}
