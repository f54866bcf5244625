declare const brand: unique symbol;
/** A string that only a parser or the database makes; two kinds of ids never mix. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

export type WorkspaceId = Brand<string, 'WorkspaceId'>;
export type ProfileId = Brand<string, 'ProfileId'>;
export type JourneyId = Brand<string, 'JourneyId'>;
export type JourneyVersionId = Brand<string, 'JourneyVersionId'>;
export type RunId = Brand<string, 'RunId'>;
export type ConvoyId = Brand<string, 'ConvoyId'>;
export type EventId = Brand<string, 'EventId'>;
export type MessageId = Brand<string, 'MessageId'>;
export type WaitId = Brand<string, 'WaitId'>;
export type CallId = Brand<string, 'CallId'>;
export type EntranceId = Brand<string, 'EntranceId'>;
export type SegmentId = Brand<string, 'SegmentId'>;
export type SourceId = Brand<string, 'SourceId'>;

/** Brands a string that a border (database, parser, id generator) vouches for. */
export function brandId<Id extends string>(value: string): Id {
  // The one place where a plain string becomes an id: the brand exists in types only.
  return value as Id;
}
