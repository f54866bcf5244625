import type { Json } from '../values/json.ts';
import type { JourneyDocument } from './schema.ts';

/** What a journey says of itself besides its steps and edges, in the order a reader wants it. */
export const documentParts = [
  'name',
  'description',
  'purpose',
  'topic',
  'entry',
  'goals',
  'exits',
  'holdout',
  'timeZone',
  'quietHours',
] as const satisfies readonly (keyof JourneyDocument)[];
export type DocumentPart = (typeof documentParts)[number];

/** A part as JSON, which it is by its schema; its type only lacks an index signature. */
export function partOf(document: JourneyDocument, part: DocumentPart): Json | undefined {
  return document[part] as Json | undefined;
}
