import type { Channel, EventId, Instant, JsonObject, ProfileId } from '@wend/engine';
import type { ConsentAction } from '../../tables/index.ts';

export interface ContactPoint {
  readonly channel: Channel;
  readonly address: string;
}
export interface Consent {
  readonly channel: Channel;
  readonly topic: string;
  readonly action: ConsentAction;
  readonly at: Instant;
}

/** A person as a batch leaves them. */
export interface Person {
  readonly id: ProfileId;
  /** Not stored yet. */
  readonly isNew: boolean;
  readonly createdAt: Instant;
  /** Has a user id: a person of the customer's own books, of whom a page may not say everything. */
  known: boolean;
  attributes: JsonObject;
  timeZone: string | undefined;
  language: string | undefined;
  country: string | undefined;
  changed: boolean;
  readonly contactPoints: ContactPoint[];
  readonly consents: Consent[];
}

/** Two stored people who turned out to be one. Of an untrusted one (a page said so) no address and no permission moves. */
export interface Merge {
  readonly loser: ProfileId;
  readonly survivor: ProfileId;
  readonly eventId: EventId;
  readonly trusted: boolean;
}
